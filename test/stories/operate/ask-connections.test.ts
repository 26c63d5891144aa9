import { describe, expect, it } from '@jest/globals';
import { connectionOf } from '../../../shared/handover/connection-of.ts';
import type { ConnectionAsk } from '../../../shared/record/connection-asks.ts';
import { VersionConflictError } from '../../../shared/record/errors.ts';
import type { Want } from '../../../shared/record/items.ts';
import type { ConnectionRule } from '../../../shared/rules/access-rules.ts';
import { digest } from '../../../shared/runtime/json.ts';
import { type Asking, askForConnections } from '../../../shared/stories/operate/ask-connections.ts';
import { want } from '../../record/samples.ts';
import { inA, NOW } from '../findings.ts';
import { another, CONNECTION, ID, openOrders } from './order-bench.ts';

const ASKING: Asking = { deploymentId: ID, by: 'jane', replace: false, installation: 'test' };
const one: Want = { ...want, connection: CONNECTION };
const MAKING =
  'The connection is made as soon as the access is there; the message shows how far it is.';
const REPLACING =
  'The connection is made as soon as the access is there; one of the same id gives way to it.';

async function ask(wants: readonly Want[], more: Partial<Asking> = {}, there?: ConnectionAsk) {
  const { tools, record, steps } = await openOrders();
  if (there !== undefined) await record.connectionAsks.write(there);
  steps.splice(0);
  const outcome = await askForConnections(wants, { ...ASKING, ...more }, tools);
  const asks = await record.connectionAsks.get(wants.map(({ accessId }) => accessId));
  return { outcome, steps, asks: [...asks.values()], history: await record.history.of(ID) };
}

describe('askForConnections', () => {
  it.each([
    [false, 'connection.asked', MAKING],
    [true, 'connection.replacing', REPLACING],
  ])('writes down who wants one; another may give way: %s', async (replace, event, text) => {
    const { outcome, asks, history } = await ask([one], { replace });
    expect(outcome).toStrictEqual({ asked: [one], overtaken: [], text });
    const { accessId } = one;
    const at = NOW.toISOString();
    const connection = digest(connectionOf(one.specification, CONNECTION, 'test'));
    const said = { accessId, deploymentId: ID, by: 'jane', at };
    expect(asks).toEqual([{ ...said, replace, connection }]);
    expect(history).toEqual([{ ...said, event }]);
  });

  it('asks for the connection of this installation', async () => {
    const role = { kind: 'awsOwnRole', account: '999988887777', roleName: 'etl' } as const;
    const specification = { ...role, policies: [], deploymentId: ID };
    const { asks } = await ask([{ ...one, specification }], { installation: 'acme' });
    const connection = digest(connectionOf(specification, CONNECTION, 'acme'));
    expect(asks).toMatchObject([{ connection }]);
  });

  it('marks it, writes it down, and then sends for it', async () => {
    const other = another('lake', { connection: CONNECTION });
    const { steps } = await ask([one, other]);
    expect(steps).toEqual([
      `marked ${ID}`,
      ...[one, other].flatMap(({ accessId }) => [`asked ${accessId}`, 'connection.asked']),
      `handover ${ID}`,
      `notify ${ID}`,
    ]);
  });

  const never: ConnectionRule = { ...CONNECTION, create: 'never' };
  it.each<[string, Partial<Want>, string]>([
    ['that the rules do not name', {}, 'the access rules name no connection for it.'],
    [
      ...(['that is never made', { connection: never }] as const),
      'the access rules say create: never, so its owner enters it.',
    ],
    [
      ...(['in mode preview', { connection: CONNECTION, mode: 'preview' }] as const),
      'it is in mode preview, which writes nowhere.',
    ],
    [
      ...(['of what ends', { connection: CONNECTION, until: inA(1) }] as const),
      'it ends, and gets no connection any more.',
    ],
  ])('asks for none %s', async (_which, more, why) => {
    const { outcome, steps, asks } = await ask([{ ...want, ...more }]);
    expect(outcome).toStrictEqual({ asked: [], overtaken: [], text: `redshift: ${why}` });
    expect(asks).toEqual([]);
    expect(steps).toEqual([`marked ${ID}`, `notify ${ID}`]);
  });

  it.each<[string, Partial<Want>]>([
    ['is kept', { kept: true }],
    ['waits for an approval', { mode: 'approve' }],
  ])('asks for that of what %s', async (_what, more) => {
    const kept = { ...one, ...more };
    expect((await ask([kept])).outcome.asked).toEqual([kept]);
  });
});

describe('askForConnections, of what a person saw before', () => {
  const { accessId } = one;
  const there: ConnectionAsk = {
    ...{ accessId, deploymentId: ID, by: 'ann', at: '2026-03-01T12:00:00.000Z' },
    ...{ replace: false, connection: 'x' },
  };
  it.each<[string, ReadonlyMap<string, number>, ConnectionAsk | undefined]>([
    ['somebody asked since', new Map([[accessId, 0]]), there],
    ['what was seen is there no more', new Map([[accessId, 1]]), undefined],
    ['there is one that was not seen', new Map(), there],
  ])('does nothing where %s', async (_what, seen, before) => {
    const { outcome, steps, asks } = await ask([one], { seen }, before);
    const text = 'redshift: it was asked for in the meantime already; nothing more was done.';
    expect(outcome).toStrictEqual({ asked: [], overtaken: [one], text });
    expect(asks).toEqual(before === undefined ? [] : [before]);
    expect(steps).toEqual([`marked ${ID}`, `notify ${ID}`]);
  });

  it.each<[string, ReadonlyMap<string, number> | undefined]>([
    ['all is as it was seen', new Map([[accessId, 1]])],
    ['nothing was to be seen', undefined],
  ])('asks anew where %s', async (_what, seen) => {
    const { outcome, asks } = await ask([one], seen && { seen }, there);
    expect(outcome.asked).toEqual([one]);
    expect(asks).toMatchObject([{ by: 'jane' }]);
  });

  const conflict = new VersionConflictError('again and again');
  it.each<[string, Error, ReadonlyMap<string, number> | undefined]>([
    ['another failure', new TypeError('a bug'), new Map()],
    ['no end of conflicts where nothing was seen', conflict, undefined],
  ])('fails by %s', async (_what, error, seen) => {
    const { tools, record } = await openOrders();
    record.connectionAsks.write = () => Promise.reject(error);
    const asked = askForConnections([one], { ...ASKING, ...(seen && { seen }) }, tools);
    await expect(asked).rejects.toBe(error);
  });
});
