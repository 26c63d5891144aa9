import { beforeEach, describe, expect, it } from '@jest/globals';
import { VersionConflictError } from '../../shared/record/errors.ts';
import type { AccessItem } from '../../shared/record/items.ts';
import { memoryStore } from '../../shared/record/memory-store.ts';
import { type AccessRecord, openRecord, type Versioned } from '../../shared/record/record.ts';
import { AT, access, clock, LATER, placement, TARGET } from './samples.ts';

let record: AccessRecord;
beforeEach(() => {
  record = openRecord(memoryStore(), 'test', clock);
});
const created = async (): Promise<Versioned<AccessItem>> => {
  await record.accesses.create(access(), AT);
  const [read] = await record.accesses.onTarget(TARGET);
  return read ?? { item: access(), version: 0 };
};

describe('accesses.create', () => {
  it('makes a row that is due', async () => {
    expect(await created()).toEqual({ item: access(), version: 1, due: AT });
  });

  it('leaves one that exists as it is', async () => {
    const read = await created();
    const granted = await record.accesses.write(read, access({ state: 'granted' }));
    await record.accesses.create(access(), AT);
    expect(await record.accesses.onTarget(TARGET)).toEqual([granted]);
  });
});

describe('accesses.write', () => {
  it('answers what the next write starts from', async () => {
    const first = await record.accesses.write(
      await created(),
      access({ placed: [placement] }),
      LATER,
    );
    expect(first).toEqual({ item: access({ placed: [placement] }), version: 2, due: LATER });
    const second = await record.accesses.write(first, access({ state: 'granted' }));
    expect(second).toEqual({ item: access({ state: 'granted' }), version: 3 });
    expect(await record.accesses.get([access()])).toEqual([second]);
  });

  it('refuses what was read before somebody else wrote', async () => {
    const read = await created();
    const placed = await record.accesses.write(read, access({ placed: [placement] }));
    const late = record.accesses.write(read, access({ state: 'refused' }));
    await expect(late).rejects.toThrow(VersionConflictError);
    await expect(record.accesses.remove(read)).rejects.toThrow(VersionConflictError);
    expect(await record.accesses.onTarget(TARGET)).toEqual([placed]);
  });
});

it('gets accesses of several targets in the order asked for', async () => {
  const others = ['b', 'a'].map((accessId) =>
    access({ accessId, targetKey: `target/${accessId}` }),
  );
  for (const item of [access(), ...others]) await record.accesses.create(item, AT);
  const asked = [...others, access({ accessId: 'missing' }), access()];
  const found = (await record.accesses.get(asked)).map(({ item }) => item);
  expect(found).toEqual([...others, access()]);
  expect(await record.accesses.onTarget('target/a')).toHaveLength(1);
});

it('removes an access', async () => {
  await record.accesses.remove(await created());
  expect(await record.accesses.onTarget(TARGET)).toEqual([]);
});
