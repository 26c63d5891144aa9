import { expect, it } from '@jest/globals';
import { VersionConflictError } from '../../shared/record/errors.ts';
import { memoryStore } from '../../shared/record/memory-store.ts';
import { openRecord } from '../../shared/record/record.ts';
import { AT, clock, LATER } from './samples.ts';

const ID = 'deployment-1';

it('lets one of two workers claim a message', async () => {
  const { messages } = openRecord(memoryStore(), 'test', clock);
  expect(await messages.get(ID)).toBeUndefined();
  const claim = { deploymentId: ID, claimedAt: AT };
  const claimed = await messages.write(ID, 0, claim, LATER);
  expect(claimed).toEqual({ item: claim, version: 1, due: LATER });
  await expect(messages.write(ID, 0, claim, LATER)).rejects.toThrow(VersionConflictError);
  const item = { deploymentId: ID, channel: 'C1', ts: '1.2', shown: 'digest' };
  expect(await messages.write(ID, claimed.version, item)).toEqual({ item, version: 2 });
  expect(await messages.get(ID)).toEqual({ item, version: 2 });
});
