import { afterEach, describe, expect, it } from '@jest/globals';
import type { Made, Way } from '../../shared/handover/way.ts';
import { MINUTE, SECOND } from '../../shared/runtime/clock.ts';
import { handOver } from '../../shared/stories/hand-over.ts';
import { type HandOverBench, openHandOverBench } from './hand-over-bench.ts';
import { rulesReaching, SHARED_ROLE } from './rules.ts';

const TARGET = (connection: string) =>
  `awsSharedRole: {role: "${SHARED_ROLE}"}, connection: {${connection}, create: auto}`;
const TWO = rulesReaching({ redshift: TARGET('id: redshift'), other: TARGET('id: other') });
const CREATED: Made = { kind: 'created', written: true };
const problem = { code: 'airflow-unavailable', text: 'No answer.', advice: 'Nothing.' };
const WAITING: Made = { kind: 'waiting', problem };
const REFUSED: Made = { kind: 'refused', problem: { ...problem, code: 'airflow-refused' } };

let bench: HandOverBench;
/** When the last turn was. */
let now: Date;
afterEach(() => bench.close());

/** A Deployment that has its accesses, and nothing of its connections yet. */
async function granted(text: string) {
  bench = await openHandOverBench(text);
  const { id } = await bench.create('etl');
  await rest();
  return id;
}

/** One turn, in which no time passes, by a way that does this to each connection; says which it was asked for. */
async function turn(id: string, made: (connection: string) => Made): Promise<readonly string[]> {
  const asked: string[] = [];
  const way: Way = async ({ connection }) => {
    asked.push(connection.id);
    return made(connection.id);
  };
  now = bench.tools.clock.now();
  const clock = { ...bench.tools.clock, now: () => now };
  const ways = { 'environment-manager': way, airflow: way };
  await handOver(id, { ...bench.tools, clock, ways });
  return asked;
}

/** Everything that is sent is done, but for the hand-over. */
async function rest(): Promise<void> {
  const { queue, deliver } = bench;
  for (let message = queue.shift(); message; message = queue.shift()) {
    if (message.to !== 'handover') await deliver(message);
  }
}

const dueIn = async (id: string) => Date.parse((await bench.due(id)) ?? '') - now.getTime();

describe('handOver, turn after turn', () => {
  it('does not let one connection that never gets an answer keep another from being made', async () => {
    const id = await granted(TWO);
    const only = (connection: string) => (connection === 'redshift' ? WAITING : CREATED);
    expect(await turn(id, only)).toEqual(['redshift']);
    bench.aws.clock.advance(MINUTE);
    await turn(id, only);
    expect((await bench.done(id)).map((one) => one?.state)).toEqual(['waiting', 'created']);
  });

  it('refuses the second of two that want one id, though the first waits', async () => {
    const text = rulesReaching({ redshift: TARGET('id: redshift') })
      .replace('rules:\n', `  other: {${TARGET('id: redshift, region: us-east-1')}}\nrules:\n`)
      .concat(
        '  - {name: also, when: {workspaceId: clmh58o7d000108lb74ktc9o64}, reach: [other]}\n',
      );
    const id = await granted(text);
    await turn(id, () => WAITING);
    expect(await bench.done(id)).toMatchObject([
      { state: 'waiting' },
      { state: 'refused', reason: { code: 'connection-twice' } },
    ]);
  });

  it.each([
    ['another id', TWO.replace('id: redshift', 'id: renamed')],
    ['another way', TWO.replace('id: redshift', 'id: redshift, via: airflow')],
  ])('writes down as created what is made by %s than before', async (_what, text) => {
    const id = await granted(TWO);
    await turn(id, () => CREATED);
    bench.setRules(text);
    await bench.tools.queues.decide([id]);
    await rest();
    expect(await turn(id, () => CREATED)).toHaveLength(1);
    expect(await bench.events(id)).toEqual(Array(3).fill('connection.created'));
  });

  it('comes back within two minutes where the worker dies between two of them', async () => {
    const id = await granted(TWO);
    const dies = (connection: string) => {
      if (connection === 'other') throw new Error('killed');
      return REFUSED;
    };
    await expect(turn(id, dies)).rejects.toThrow('killed');
    expect(await dueIn(id)).toBe(2 * MINUTE);
  });

  it('comes back for the one that is due first', async () => {
    const id = await granted(TWO);
    await turn(id, (connection) => (connection === 'redshift' ? REFUSED : WAITING));
    expect(await dueIn(id)).toBe(30 * SECOND);
  });

  it('does not come back for access whose connection the rules no longer name', async () => {
    const id = await granted(TWO);
    await turn(id, () => WAITING);
    bench.setRules(TWO.replaceAll(/, connection: {[^}]*}/g, ''));
    await bench.tools.queues.decide([id]);
    await rest();
    expect(await turn(id, () => CREATED)).toEqual([]);
    expect(await bench.due(id)).toBeUndefined();
  });

  it('does not come back for access that is gone', async () => {
    const id = await granted(TWO);
    const [redshift, other] = await bench.accesses(id);
    const row = { state: 'waiting', at: '2026', connection: 'x', via: 'airflow' } as const;
    const gone = { ...row, accessId: 'gone', connectionId: 'x', due: '2026' };
    await bench.record.handovers.write(0, { deploymentId: id, connections: [gone] }, '2026');
    await turn(id, () => CREATED);
    const { item, due } = (await bench.record.handovers.get(id)) ?? {};
    expect(due).toBeUndefined();
    expect(item?.connections.map(({ accessId }) => accessId)).toEqual([
      'gone',
      redshift?.accessId,
      other?.accessId,
    ]);
  });

  it('has nothing to do for a Deployment that nobody has decided on', async () => {
    await granted(TWO);
    expect(await turn('clmk', () => CREATED)).toEqual([]);
    expect(await bench.record.handovers.get('clmk')).toBeUndefined();
  });

  it('tells nobody that it waits on', async () => {
    const id = await granted(TWO);
    await turn(id, () => WAITING);
    expect(bench.queue).toEqual([{ to: 'notify', key: id }]);
    await rest();
    const { tellings } = bench.record;
    const [before, events] = [await tellings.get(id), await bench.events(id)];
    bench.aws.clock.advance(MINUTE);
    await turn(id, () => WAITING);
    expect(await bench.done(id)).toMatchObject([{ attempts: 2 }, { attempts: 2 }]);
    expect(bench.queue).toEqual([]);
    expect([await tellings.get(id), await bench.events(id)]).toEqual([before, events]);
  });

  it.each<[string, Made, object]>([
    ['was written', CREATED, { state: 'created', written: true }],
    ['was there', { kind: 'created', written: false }, { state: 'created', written: false }],
    ['waits', WAITING, { state: 'waiting', written: false, reason: 'airflow-unavailable' }],
    ['was refused', REFUSED, { state: 'refused', written: false, reason: 'airflow-refused' }],
  ])('leaves in the log and in the history that a connection %s', async (_it, made, more) => {
    const id = await granted(rulesReaching({ redshift: TARGET('id: redshift') }));
    await turn(id, () => made);
    const [one] = await bench.accesses(id);
    const accessId = one?.accessId;
    const detail = { connection: 'redshift', via: 'environment-manager', ...more };
    const event = `connection.${made.kind}`;
    const at = now.toISOString();
    const history = (await bench.record.history.of(id)).filter((item) => item.event === event);
    expect(history).toEqual([{ deploymentId: id, accessId, at, event, by: 'hand-over', detail }]);
    const lines = bench.log.map((line) => JSON.parse(line));
    const settled = lines.filter((line) => line.event === 'connection.settled');
    expect(settled).toMatchObject([{ deploymentId: id, accessId, ...detail }]);
  });

  it.each([
    ['something was written', true, ['connection.created', 'connection.updated']],
    ['nothing had to be', false, ['connection.created', 'connection.created']],
  ])('says of a target that changed whether %s', async (_what, written, events) => {
    const id = await granted(TWO);
    await turn(id, () => CREATED);
    bench.setRules(TWO.replace('id: redshift', 'id: redshift, region: us-east-1'));
    await bench.tools.queues.decide([id]);
    await rest();
    expect(await turn(id, () => ({ kind: 'created', written }))).toEqual(['redshift']);
    expect((await bench.events(id)).filter((_, place) => place !== 0)).toEqual(events);
  });
});
