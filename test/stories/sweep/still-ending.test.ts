import { describe, expect, it } from '@jest/globals';
import type { Want } from '../../../shared/record/items.ts';
import { stillEnding } from '../../../shared/stories/sweep/still-ending.ts';
import { AT, decided, LATER, want } from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';

const head = (deploymentId: string, more: Partial<Want>) => ({
  ...{ deploymentId, ticket: 1 },
  decided: decided({ wants: [want, { ...want, ...more }] }),
});
const HEADS = [
  head('ends', { until: LATER }),
  head('ended', { until: AT }),
  head('withheld', { withheld: true }),
  head('given', {}),
  { deploymentId: 'undecided', ticket: 1 },
];

async function open(stopped: boolean) {
  const { record } = openEngine();
  if (stopped) await record.breaker.end(['one', 'two', 'three'], async () => []);
  let asked = 0;
  const get = () => {
    asked += 1;
    return record.breaker.get();
  };
  return { record: { breaker: { ...record.breaker, get } }, asked: () => asked };
}

describe('stillEnding', () => {
  it.each([
    ['is whoever has an end, come or not, once the breaker has stopped', true, ['ends', 'ended']],
    ['is nobody while it goes on', false, []],
  ])('%s', async (_it, stopped, expected) => {
    const { record } = await open(stopped);
    expect(await stillEnding(HEADS, record)).toEqual(expected);
  });

  it('asks for nothing where nobody ends', async () => {
    const { record, asked } = await open(true);
    expect(await stillEnding(HEADS.slice(2), record)).toEqual([]);
    expect(asked()).toBe(0);
  });
});
