import { expect, it } from '@jest/globals';
import { VersionConflictError } from '../../shared/record/errors.ts';
import { memoryStore } from '../../shared/record/memory-store.ts';
import { openRecord } from '../../shared/record/record.ts';
import { AT, clock, LATER } from './samples.ts';

it('lets one of two sweeps begin the baseline', async () => {
  const { baseline } = openRecord(memoryStore(), 'test', clock);
  expect(await baseline.get()).toBeUndefined();
  const item = { at: AT, deployments: ['deployment-1'] };
  await baseline.write(0, item);
  await expect(baseline.write(0, item)).rejects.toThrow(VersionConflictError);
  await baseline.write(1, { ...item, closed: LATER });
  expect(await baseline.get()).toEqual({ item: { ...item, closed: LATER }, version: 2 });
});
