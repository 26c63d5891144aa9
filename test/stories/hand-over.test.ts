import { afterEach, describe, expect, it } from '@jest/globals';
import { LOCAL_WRITE_TOKEN } from '../../local/astro/emulator.ts';
import { CANARY } from '../../local/astro/raw-deployment.ts';
import type { Made, Way } from '../../shared/handover/way.ts';
import { handOver } from '../../shared/stories/hand-over.ts';
import { DAY_AND_MORE, type HandOverBench, openHandOverBench } from './hand-over-bench.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';

const MINUTE = 60_000;
const rules = (connection: string, more = '', mode = 'apply') =>
  rulesReaching(
    {
      redshift: REDSHIFT.redshift
        .replace('{id: redshift}', `{id: redshift, ${connection}}`)
        .replace(SHARED_ROLE, `${SHARED_ROLE}"${more && `, ${more}`}`)
        .replace('"}', '}'),
    },
    mode,
  );
const AUTO = rules('create: auto');
const ASK = rules('create: ask');
const AIRFLOW = rules('create: auto, via: airflow');

let bench: HandOverBench;
const open = async (text: string) => {
  bench = await openHandOverBench(text);
  return bench;
};
afterEach(() => bench.close());

const objects = () => bench.astro.objects.all();
const DENIED = {
  operation: 'ListEnvironmentObjects',
  status: 403,
  code: 'x',
  message: 'Forbidden',
};

describe('handOver', () => {
  it('makes the connection of access that is granted, writes it down and has it told', async () => {
    const { deploy, done, events, due } = await open(AUTO);
    const id = await deploy();
    expect(objects()).toMatchObject([{ objectKey: 'redshift', scopeEntityId: id }]);
    expect(await done(id)).toMatchObject([{ state: 'created', objectId: objects()[0]?.id }]);
    expect(await events(id)).toEqual(['connection.created']);
    expect(await due(id)).toBeUndefined();
    expect(bench.slack.messages[0]?.text).toContain('its connection redshift is made');
  });

  it.each([
    ['nobody has asked for it', ASK],
    ['the rules say never', rules('create: never')],
    ['the rule is in preview', rules('create: auto', '', 'preview')],
    ['nobody has approved the access', rules('create: auto', '', 'approve')],
  ])('makes none where %s', async (_why, text) => {
    const { deploy, handOver, record } = await open(text);
    const id = await deploy();
    await handOver(id);
    expect([objects(), await record.handovers.get(id)]).toEqual([[], undefined]);
  });

  it('makes it once somebody asks, and once for each asking', async () => {
    const { deploy, ask, handOver, done } = await open(ASK);
    const id = await deploy();
    await ask(id);
    expect(await done(id)).toMatchObject([{ state: 'created' }]);
    const before = await bench.record.handovers.get(id);
    await handOver(id);
    expect(await bench.record.handovers.get(id)).toEqual(before);
    expect(objects()).toHaveLength(1);
  });

  it('makes one for both identities of a Deployment with disaster recovery', async () => {
    const two = AUTO.replace('["111122223333"]', '["111122223333", "222233334444"]');
    const { create, drain, astro, show, done, tools } = await open(two);
    const { id, identity } = await create('etl');
    await drain();
    const dr = identity.replace('111122223333', '222233334444');
    show(dr);
    astro.update(id, { effectiveDRWorkloadIdentity: dr });
    await tools.queues.decide([id]);
    await drain();
    const { objectId } = (await done(id))[0] ?? {};
    expect(await done(id)).toMatchObject([
      { state: 'created', objectId },
      { state: 'created', objectId },
    ]);
    expect(astro.faults.calls.get('CreateEnvironmentObject')).toBe(1);
    expect(astro.faults.calls.get('UpdateEnvironmentObject')).toBeUndefined();
  });

  it('changes what it made when the target changes', async () => {
    const { deploy, setRules, later, done, events } = await open(AUTO);
    const id = await deploy();
    setRules(rules('create: auto', 'externalId: acme'));
    await later(MINUTE);
    await later(2 * MINUTE);
    expect(objects()).toMatchObject([{ connection: { extra: { assume_role_kwargs: {} } } }]);
    expect(await done(id)).toMatchObject([{ state: 'created' }]);
    expect(await events(id)).toEqual(['connection.created', 'connection.updated']);
  });

  it('waits for another asking when what was asked for has changed', async () => {
    const { deploy, ask, setRules, later } = await open(ASK);
    const id = await deploy();
    await ask(id);
    setRules(rules('create: ask', 'externalId: acme'));
    await later(MINUTE);
    await later(2 * MINUTE);
    expect(objects()[0]?.connection.extra).not.toHaveProperty('assume_role_kwargs');
    await ask(id);
    expect(objects()).toMatchObject([{ connection: { extra: { assume_role_kwargs: {} } } }]);
  });

  it('leaves the connection of access that was taken back', async () => {
    const { deploy, done, record, tools, drain } = await open(AUTO);
    const id = await deploy();
    const [want] = (await record.deployments.get([id])).get(id)?.decided?.wants ?? [];
    const at = tools.clock.now().toISOString();
    const { accessId = '', targetKey = '' } = want ?? {};
    await record.decisions.write({ accessId, verdict: 'denied', by: 'jane', at, placement: 'x' });
    await tools.queues.markTargets([targetKey]);
    await drain();
    expect((await bench.accesses(id))[0]?.state).toBe('revoked');
    expect(objects()).toHaveLength(1);
    expect(await done(id)).toMatchObject([{ state: 'created' }]);
  });

  it('gives two targets of different rules that want one id the first, and says so of the other', async () => {
    const two = rules('create: auto')
      .replace(
        'rules:\n',
        `  other: {awsSharedRole: {role: "${SHARED_ROLE}-2"}, connection: {id: redshift, create: auto}}\nrules:\n`,
      )
      .concat(
        '  - {name: also, when: {workspaceId: clmh58o7d000108lb74ktc9o64}, reach: [other]}\n',
      );
    const { aws, deploy, done } = await open(two);
    aws.iam.createRole({ arn: `${SHARED_ROLE}-2`, trust: { Statement: [] } });
    const id = await deploy();
    expect(await done(id)).toMatchObject([
      { state: 'created' },
      { state: 'refused', reason: { code: 'connection-twice' } },
    ]);
    expect(objects()).toMatchObject([{ connection: { extra: { role_arn: SHARED_ROLE } } }]);
  });

  it('shows the token and the environment to nobody', async () => {
    const { deploy, astro, log, store } = await open(AIRFLOW);
    astro.faults.inject({
      operation: 'airflow:PostConnection',
      status: 500,
      code: 'html',
      message: '',
    });
    const id = await deploy();
    const { item } = (await bench.record.handovers.get(id)) ?? {};
    const seen = JSON.stringify([log, item, bench.slack.messages, store]);
    expect(seen).not.toMatch(new RegExp(`${LOCAL_WRITE_TOKEN}|${CANARY}`));
  });
});

describe('handOver, where it does not work at once', () => {
  it('waits while the Deployment hibernates, and makes it once it is awake', async () => {
    const { create, drain, astro, done, later, events } = await open(AIRFLOW);
    const { id } = await create('etl');
    astro.update(id, { status: 'HIBERNATING' });
    await drain();
    expect(await done(id)).toMatchObject([
      { state: 'waiting', attempts: 1, reason: { code: 'airflow-not-ready' } },
    ]);
    astro.update(id, { status: 'HEALTHY' });
    await later(MINUTE);
    expect(astro.airflow.all(id)).toHaveLength(1);
    expect(await events(id)).toEqual(['connection.waiting', 'connection.created']);
  });

  it('waits ever longer, to an hour, and is not asked in between', async () => {
    const { create, drain, astro, due, later, tools, done } = await open(AIRFLOW);
    const { id } = await create('etl');
    astro.update(id, { status: 'CREATING' });
    await drain();
    const waits: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      const now = tools.clock.now().getTime();
      waits.push(Math.round((Date.parse((await due(id)) ?? '') - now) / 1_000));
      const before = astro.faults.calls.get('GetDeployment');
      await tools.queues.handOver([id]);
      await drain();
      expect(astro.faults.calls.get('GetDeployment')).toBe(before);
      await later((waits.at(-1) ?? 0) * 1_000 + 1);
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
    expect(await done(id)).toMatchObject([{ attempts: 10 }]);
  });

  it('waits as long as Astro asks', async () => {
    const { astro, deploy, due, tools } = await open(AUTO);
    const headers = { 'retry-after': '900' };
    const operation = 'CreateEnvironmentObject';
    astro.faults.inject({ operation, status: 429, code: 'x', message: '', headers });
    const id = await deploy();
    const wait = Date.parse((await due(id)) ?? '') - tools.clock.now().getTime();
    expect(Math.round(wait / 1_000)).toBe(900);
  });

  it.each([
    ['while it was made', 2],
    ['before it was begun', 1],
  ])('makes one where the worker dies %s', async (_when, place) => {
    const { create, record, queue, deliver, handOver, due } = await open(AUTO);
    const { id } = await create('etl');
    for (let message = queue.shift(); message; message = queue.shift()) {
      if (message.to !== 'handover') await deliver(message);
    }
    const { write } = record.handovers;
    let writes = 0;
    Object.assign(record.handovers, {
      write: async (...written: Parameters<typeof write>) => {
        writes += 1;
        if (writes === place) throw new Error('killed');
        return write(...written);
      },
    });
    await expect(handOver(id)).rejects.toThrow('killed');
    if (place === 2) expect(await due(id)).toBeDefined();
    await bench.later(3 * MINUTE);
    if (place === 1) await handOver(id);
    expect(await bench.done(id)).toMatchObject([{ state: 'created', objectId: objects()[0]?.id }]);
    expect(objects()).toHaveLength(1);
  });

  it('makes one where two workers are at it', async () => {
    const { create, queue, deliver, handOver, done } = await open(AUTO);
    const { id } = await create('etl');
    for (let message = queue.shift(); message; message = queue.shift()) {
      if (message.to !== 'handover') await deliver(message);
    }
    const outcomes = await Promise.allSettled([handOver(id), handOver(id), handOver(id)]);
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
    await handOver(id);
    expect(await done(id)).toMatchObject([{ state: 'created' }]);
    expect(objects()).toHaveLength(1);
  });

  it('leaves what somebody else has made, until a person says that it may be replaced', async () => {
    const { create, drain, astro, done, ask } = await open(AUTO);
    const { id } = await create('etl');
    const connection = { type: 'aws', extra: { role_arn: 'arn:aws:iam::1:role/by-hand' } };
    const scope = { scope: 'DEPLOYMENT', scopeEntityId: id } as const;
    astro.objects.add({ objectKey: 'redshift', ...scope, connection });
    await drain();
    expect(await done(id)).toMatchObject([
      { state: 'taken', reason: { code: 'connection-taken' } },
    ]);
    await ask(id);
    expect(await done(id)).toMatchObject([{ state: 'taken' }]);
    expect(objects()).toMatchObject([{ connection }]);
    bench.aws.clock.advance(1_000);
    await ask(id, true);
    expect(await done(id)).toMatchObject([{ state: 'created' }]);
    expect(objects()).toMatchObject([{ connection: { extra: { role_arn: SHARED_ROLE } } }]);
  });

  it('holds on to the yes to replacing while Astro is out of order', async () => {
    const { create, drain, astro, ask, done, later } = await open(AUTO);
    const { id } = await create('etl');
    const connection = { type: 'aws', extra: {} };
    const scope = { scope: 'DEPLOYMENT', scopeEntityId: id } as const;
    astro.objects.add({ objectKey: 'redshift', ...scope, connection });
    await drain();
    const operation = 'UpdateEnvironmentObject';
    astro.faults.inject({ operation, status: 503, code: 'x', message: 'Try again' });
    await ask(id, true);
    expect(await done(id)).toMatchObject([{ state: 'waiting' }]);
    await later(MINUTE);
    expect(await done(id)).toMatchObject([{ state: 'created' }]);
    expect(objects()).toMatchObject([{ connection: { extra: { role_arn: SHARED_ROLE } } }]);
  });

  it.each([
    ['when somebody asks again', async (id: string) => bench.ask(id)],
    ['after a day', async () => bench.later(DAY_AND_MORE)],
  ])('tries again what was refused %s', async (_when, again) => {
    const { astro, deploy, done } = await open(AUTO);
    astro.faults.inject(DENIED);
    const id = await deploy();
    const [before] = await done(id);
    expect(before).toMatchObject({ state: 'refused', reason: { code: 'astro-denied' } });
    expect(before?.reason?.advice).toContain('organization.envObjects.access');
    await again(id);
    expect(await done(id)).toMatchObject([{ state: 'created' }]);
  });

  /** Two connections to make, by a way that takes so long and comes to this. */
  async function two(made: Made, milliseconds = 0) {
    const text = AUTO.replace(
      'rules:\n',
      `  other: {awsSharedRole: {role: "${SHARED_ROLE}"}, connection: {id: other, create: auto}}\nrules:\n`,
    ).replace('reach: [redshift]', 'reach: [redshift, other]');
    const { create, queue, deliver, tools } = await open(text);
    const { id } = await create('etl');
    for (let message = queue.shift(); message; message = queue.shift()) {
      if (message.to !== 'handover') await deliver(message);
    }
    const asked: string[] = [];
    const way: Way = async ({ connection }) => {
      asked.push(connection.id);
      bench.aws.clock.advance(milliseconds);
      return made;
    };
    await handOver(id, { ...tools, ways: { 'environment-manager': way, airflow: way } });
    return { id, asked };
  }

  it('is asked once a turn where it does not answer', async () => {
    const problem = { code: 'airflow-unavailable', text: 'No answer.', advice: 'Nothing.' };
    const { id, asked } = await two({ kind: 'waiting', problem });
    expect(asked).toHaveLength(1);
    expect(await bench.done(id)).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }]);
  });

  it('begins none that would not be done in time: the next turn does', async () => {
    const { id, asked } = await two({ kind: 'created', written: true }, 26_000);
    expect(asked).toHaveLength(1);
    expect((await bench.done(id)).map((one) => one?.state)).toEqual(['created', undefined]);
    await bench.later(3 * MINUTE);
    expect((await bench.done(id)).map((one) => one?.state)).toEqual(['created', 'created']);
  });

  it('is told of although the message that says so is lost', async () => {
    const { id } = await two({ kind: 'created', written: true });
    expect((await bench.record.tellings.get(id))?.due).toBeDefined();
  });

  it('asks no more for what nobody wants any more', async () => {
    const { create, drain, astro, due, later, tools, record } = await open(AIRFLOW);
    const { id } = await create('etl');
    astro.update(id, { status: 'HIBERNATING' });
    await drain();
    const [want] = (await record.deployments.get([id])).get(id)?.decided?.wants ?? [];
    const at = tools.clock.now().toISOString();
    const { accessId = '', targetKey = '' } = want ?? {};
    await record.decisions.write({ accessId, verdict: 'denied', by: 'jane', at, placement: 'x' });
    await tools.queues.markTargets([targetKey]);
    await drain();
    await later(MINUTE);
    expect(await due(id)).toBeUndefined();
  });
});
