import { describe, expect, it } from '@jest/globals';
import { INCOMPLETE } from '../../../shared/record/order-reasons.ts';
import { nextCheck } from '../../../shared/stories/grant-access/check-schedule.ts';
import type { Situation } from '../../../shared/stories/grant-access/situation.ts';
import { putOffUnknown } from '../../../shared/stories/grant-access/unknown.ts';
import { AT, LATER, TARGET } from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';
import { GRANT, keep, NOW } from '../findings.ts';

const UNKNOWN = { kind: 'keep', why: INCOMPLETE } as const;

async function open(order: Parameters<ReturnType<typeof openEngine>['put']>[0], due: string) {
  const engine = openEngine();
  const one = await engine.put(order, { placed: [] }, { due });
  const dueAfter = async (more: Partial<Situation> = {}) => {
    await putOffUnknown([{ ...one, ...more }], engine.record, engine.clock);
    return (await engine.rowOf(one)).due;
  };
  return { ...engine, one, dueAfter };
}

describe('putOffUnknown', () => {
  it('has a row of which the record knows nothing wait for the next look at its target', async () => {
    const { dueAfter, one, rowOf } = await open(UNKNOWN, AT);
    expect(await dueAfter()).toBe(nextCheck(TARGET, NOW));
    expect((await rowOf(one)).item).toEqual(one.access.item);
  });

  it('has one wait that is due at this very moment', async () => {
    const { dueAfter } = await open(UNKNOWN, NOW.toISOString());
    expect(await dueAfter()).toBe(nextCheck(TARGET, NOW));
  });

  it.each([
    ['that is not due', UNKNOWN, LATER, {}],
    ['that the record knows', GRANT, AT, {}],
    ['that is held', keep('held'), AT, {}],
    ['that is forgotten', UNKNOWN, AT, { over: true }],
  ] as const)('leaves one %s', async (_which, order, due, more) => {
    const { dueAfter } = await open(order, due);
    expect(await dueAfter(more)).toBe(due);
  });

  it('leaves one that somebody has written since, and fails where the record does', async () => {
    const { one, record, clock, dueAfter } = await open(UNKNOWN, AT);
    await record.accesses.write(one.access, one.access.item, LATER);
    expect(await dueAfter()).toBe(LATER);
    const write = () => Promise.reject(new TypeError('down'));
    const broken = { accesses: { ...record.accesses, write } };
    await expect(putOffUnknown([one], broken, clock)).rejects.toThrow('down');
  });
});
