import { expect, it } from '@jest/globals';
import { runTurnover } from '../../local/turnover/run.ts';

it('gives two hundred who come, change and go over a broken list what the rules say, and takes nothing from who lives', async () => {
  const { came, live, writes, ...wrong } = await runTurnover(200, 1);
  expect(wrong).toEqual({ taken: [], missing: [], surplus: [] });
  expect(came).toBeGreaterThanOrEqual(200);
  expect(live).toBeGreaterThan(50);
  expect(writes).toBeGreaterThan(200);
}, 120_000);
