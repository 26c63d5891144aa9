import assert from 'node:assert/strict';
import { makeInAirflow } from '../../shared/handover/airflow-rest.ts';
import type { Connection } from '../../shared/handover/connection.ts';
import type { Made } from '../../shared/handover/way.ts';
import { AWS, GOOGLE, MARKED, OTHER, wanted } from '../handover/way-cases.ts';

/** Every answer of a real Airflow that the client counts on, one after another. */
const [root = '', token = ''] = process.argv.slice(2);
const airflow = {
  ...{ root, version: '', installation: 'prod' },
  token: async () => token,
  now: () => new Date(),
};
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
const version = (await fetch(`${root}/api/v2/version`)).ok ? 'v2' : 'v1';

async function ask(path: string, body?: object): Promise<Readonly<Record<string, unknown>>> {
  const method = body === undefined ? 'GET' : 'POST';
  const response = await fetch(`${root}/api/${version}/connections${path}`, {
    ...{ method, headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  return Object(await response.json());
}

async function make(connection: Connection, replace = false): Promise<Made> {
  return makeInAirflow(airflow, wanted('', connection, { replace }));
}

async function step(what: string, made: Promise<Made>, expected: object, extra?: object) {
  assert.partialDeepStrictEqual(await made, expected);
  if (extra !== undefined) {
    const { extra: text, description } = await ask(`/${AWS.id}`);
    assert.deepEqual([JSON.parse(String(text)), description], [extra, MARKED]);
  }
  process.stdout.write(`${version}: ${what}\n`);
}

const written = { kind: 'created', written: true };
await step('made', make(AWS), written, AWS.extra);
await step('made again: nothing written', make(AWS), { kind: 'created', written: false });
await step('changed', make(OTHER), written, OTHER.extra);
await step('changed back', make(AWS), written, AWS.extra);
await step('Google', make(GOOGLE), written);
await step(
  'two at once',
  Promise.all([make({ ...AWS, id: 'race' }), make({ ...AWS, id: 'race' })]).then(
    (all) => all.find(({ kind }) => kind !== 'created') ?? { kind: 'created', written: true },
  ),
  written,
);
await ask('', {
  ...{ connection_id: 'by_hand', conn_type: 'mysql', host: 'h', login: 'l', password: 'p' },
  ...{ port: 3306, schema: 's', extra: '{"a": 1}' },
});
await step("somebody else's", make({ ...AWS, id: 'by_hand' }), { kind: 'taken' });
await step("somebody else's, replaced", make({ ...AWS, id: 'by_hand' }, true), written);
const { conn_type, host, login, port, schema } = await ask('/by_hand');
assert.deepEqual({ conn_type, host, login, port, schema }, emptied());
await step('an id that it does not take', make({ ...AWS, id: 'a b' }), {
  kind: 'refused',
  problem: { code: 'airflow-refused' },
});
if (version === 'v2') {
  const denied = makeInAirflow({ ...airflow, token: async () => 'none' }, wanted('', AWS));
  await step('a wrong token', denied, { kind: 'refused', problem: { code: 'airflow-denied' } });
}

function emptied() {
  return { conn_type: 'aws', host: null, login: null, port: null, schema: null };
}
