import { expect, it } from '@jest/globals';
import { VersionConflictError } from '../../shared/record/errors.ts';
import { memoryStore } from '../../shared/record/memory-store.ts';
import { openRecord } from '../../shared/record/record.ts';
import { clock } from './samples.ts';

it('stops a worker that began from what another has written since', async () => {
  const { handovers } = openRecord(memoryStore(), 'test', clock);
  const item = { deploymentId: 'deployment-1', connections: [] };
  const { version } = await handovers.write(0, item);
  await expect(handovers.write(0, item)).rejects.toThrow(VersionConflictError);
  expect(await handovers.write(version, item)).toMatchObject({ version: version + 1 });
});
