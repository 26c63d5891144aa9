import { describe, expect, it } from '@jest/globals';
import type { ConnectionAsk } from '../../shared/record/connection-asks.ts';
import { VersionConflictError } from '../../shared/record/errors.ts';
import { memoryStore } from '../../shared/record/memory-store.ts';
import { openRecord } from '../../shared/record/record.ts';
import { AT, clock } from './samples.ts';

const ask = (more: Partial<ConnectionAsk> = {}): ConnectionAsk => ({
  accessId: 'access-1',
  deploymentId: 'deployment-1',
  by: 'jane@acme.com',
  at: AT,
  replace: false,
  connection: 'digest',
  ...more,
});

describe('asking for a connection', () => {
  it('lets the last one count', async () => {
    const { connectionAsks } = openRecord(memoryStore(), 'test', clock);
    await connectionAsks.write(ask());
    await connectionAsks.write(ask({ replace: true }));
    expect([...(await connectionAsks.get(['access-1', 'missing']))]).toEqual([
      ['access-1', ask({ replace: true })],
    ]);
    expect(await connectionAsks.find('access-1')).toMatchObject({ version: 2 });
  });

  it('lets the first one count of those who saw the same', async () => {
    const { connectionAsks } = openRecord(memoryStore(), 'test', clock);
    await connectionAsks.write(ask(), 0);
    await expect(connectionAsks.write(ask({ by: 'sam' }), 0)).rejects.toThrow(VersionConflictError);
    await connectionAsks.write(ask({ by: 'ann' }), 1);
    expect((await connectionAsks.find('access-1'))?.item.by).toBe('ann');
  });
});
