import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { connectionOf } from '../../shared/handover/connection-of.ts';
import { digest } from '../../shared/runtime/json.ts';
import { wantsOf } from '../../shared/stories/operate/decide-by-hand.ts';
import { parseOrder } from '../../shared/stories/operate/operate-order.ts';
import { operate } from '../../shared/stories/operate.ts';
import { LAKE, REDSHIFT, ruleFor, rulesOf, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

// Days of sweeps against emulators over HTTP.
jest.setTimeout(30_000);

const SILENT = { silent: REDSHIFT.redshift.replace(/, connection.*/, '') };
const NEVER = { never: LAKE.lake.replace('{id: lake}', '{id: lake, create: never}') };
const TARGETS = { ...REDSHIFT, ...SILENT, ...NEVER };

let bench: Workbench;
let id: string;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesOf(TARGETS, [ruleFor('etl', 'redshift, silent, never')]));
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
  bench.aws.iam.addPolicy('arn:aws:iam::999988887777:policy/lake-read');
  ({ id } = await bench.create('etl'));
  await bench.drain();
});
afterEach(() => bench.close());

const ask = (order: object) =>
  operate(parseOrder({ action: 'connect', deploymentId: id, by: 'jane', ...order }), bench.tools);

async function want(target: string) {
  const found = (await wantsOf(id, bench.record)).find((one) => one.target === target);
  if (found === undefined) throw new Error(`there is no ${target}`);
  return found;
}

async function asks() {
  const wants = await wantsOf(id, bench.record);
  return [...(await bench.record.connectionAsks.get(wants.map(({ accessId }) => accessId)))].map(
    ([, one]) => one,
  );
}

describe('operate connect', () => {
  it('asks for the connection that the rules name, and has it made', async () => {
    const { text, accesses } = await ask({});
    const { accessId, specification, connection } = await want('redshift');
    if (connection === undefined) throw new Error('redshift has a connection');
    expect(await asks()).toEqual([
      {
        accessId,
        deploymentId: id,
        by: 'jane',
        at: expect.any(String),
        replace: false,
        connection: digest(connectionOf(specification, connection, 'test')),
      },
    ]);
    expect(bench.queue).toContainEqual({ to: 'handover', key: id });
    expect(accesses).toMatchObject([{ accessId, target: 'redshift' }]);
    expect(text).toBe(
      'redshift: the connection is made as soon as the access is there; the message shows how far it is. never: the access rules say create: never, so its owner enters it.',
    );
    const history = await bench.record.history.of(id);
    expect(history).toContainEqual(
      expect.objectContaining({ event: 'connection.asked', by: 'jane', accessId }),
    );
  });

  it('says so where another one may be replaced', async () => {
    const { accessId } = await want('redshift');
    const { text } = await ask({ accessId, replace: true });
    expect(text).toContain('one of the same id gives way to it');
    expect(await asks()).toMatchObject([{ replace: true }]);
    const history = await bench.record.history.of(id);
    expect(history).toContainEqual(expect.objectContaining({ event: 'connection.replacing' }));
  });

  it.each([
    ['silent', 'silent: the access rules name no connection for it.'],
    ['never', 'never: the access rules say create: never, so its owner enters it.'],
  ])('asks nothing for %s', async (target, complaint) => {
    const { accessId } = await want(target);
    await expect(ask({ accessId })).rejects.toThrow(complaint);
    expect(await asks()).toEqual([]);
    expect(bench.queue).not.toContainEqual({ to: 'handover', key: id });
  });

  it('asks nothing for what ends', async () => {
    bench.setRules(rulesOf(TARGETS, [ruleFor('other', 'redshift, silent, never')]));
    await bench.pass(60_000);
    await bench.drain();
    const { accessId } = await want('redshift');
    await expect(ask({ accessId })).rejects.toThrow('redshift: it ends, and gets no connection');
  });

  it('asks nothing in mode preview, nor where there is no connection at all', async () => {
    bench.setRules(rulesOf(TARGETS, [ruleFor('etl', 'redshift', 'preview')]));
    await bench.pass(60_000);
    await bench.drain();
    const { accessId } = await want('redshift');
    await expect(ask({ accessId })).rejects.toThrow('redshift: it is in mode preview');
    bench.setRules(rulesOf(SILENT, [ruleFor('etl', 'silent')]));
    const other = await bench.create('etl');
    await bench.drain();
    await expect(ask({ deploymentId: other.id })).rejects.toThrow('there is no connection to make');
  });
});
