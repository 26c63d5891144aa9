import { describe, expect, it } from '@jest/globals';
import type { AccessItem } from '../../../shared/record/items.ts';
import { memoryStore } from '../../../shared/record/memory-store.ts';
import { openRecord } from '../../../shared/record/record.ts';
import { burstOver } from '../../../shared/stories/grant-access/burst.ts';

const ROLE = 'aws-shared-role/arn:aws:iam::999988887777:role/r';
const START = Date.parse('2026-11-23T12:00:00.000Z');

/** Accesses that came so many milliseconds before now, and how long is waited for more. */
async function waited(
  ages: readonly (readonly [number, AccessItem['state']])[],
  targetKey = ROLE,
): Promise<number> {
  let now = START;
  const clock = {
    now: () => new Date(now),
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
  const record = openRecord(memoryStore(), 'test', clock);
  for (const [place, [age, state]] of ages.entries()) {
    const createdAt = new Date(START - age).toISOString();
    const ids = { accessId: `a${place}`, deploymentId: `d${place}`, targetKey };
    await record.accesses.create(
      { ...ids, createdAt, since: createdAt, state, placed: [] },
      createdAt,
    );
  }
  await burstOver(targetKey, record, clock);
  return now - START;
}

describe('burstOver', () => {
  it.each([
    ['two seconds after one that came alone', [[0, 'pending']], 2_000],
    ['not at all when it is quiet', [[5_000, 'pending']], 0],
    ['not at all when nobody came', [], 0],
    [
      'no longer for those that were granted a moment ago',
      [
        [4_000, 'granted'],
        [0, 'pending'],
      ],
      2_000,
    ],
    [
      'for three gaps of a slow burst',
      [
        [3_000, 'pending'],
        [1_500, 'pending'],
        [0, 'pending'],
      ],
      4_500,
    ],
  ] as const)('waits %s', async (_when, ages, milliseconds) => {
    expect(await waited(ages)).toBe(milliseconds);
  });

  it.each([
    ['still belongs to the burst', 14_999, 15_000],
    ['is no part of the burst', 15_000, 2_000],
  ] as const)('waits as for one that %s after so long', async (_it, age, milliseconds) => {
    const ages = [
      [age, 'pending'],
      [0, 'pending'],
    ] as const;
    expect(await waited(ages)).toBe(milliseconds);
  });

  it('waits for fifteen seconds and no longer, however many follow', async () => {
    let now = START;
    const clock = {
      now: () => new Date(now),
      sleep: async (milliseconds: number) => {
        now += milliseconds;
        await arrive(now);
      },
    };
    const record = openRecord(memoryStore(), 'test', clock);
    const arrive = (at: number) => {
      const createdAt = new Date(at - 1).toISOString();
      const ids = { accessId: `a${at}`, deploymentId: 'd', targetKey: ROLE };
      const row = { ...ids, createdAt, since: createdAt, state: 'pending', placed: [] } as const;
      return record.accesses.create(row, createdAt);
    };
    await arrive(now);
    await burstOver(ROLE, record, clock);
    expect(now - START).toBe(15_000);
  });

  it('does not wait for a role of one Deployment’s own', async () => {
    expect(await waited([[0, 'pending']], 'aws-own-role/999988887777/airflow-x')).toBe(0);
    expect(await waited([[0, 'pending']], 'gcp-bucket/aws-own-role/')).toBe(2_000);
  });
});
