import { describe, expect, it } from '@jest/globals';
import { VersionConflictError } from '../../../shared/record/errors.ts';
import type { MessageItem } from '../../../shared/record/messages.ts';
import { MINUTE, SECOND } from '../../../shared/runtime/clock.ts';
import { isClaimed, openRow } from '../../../shared/stories/notify/message-row.ts';
import { openEngine } from '../engine-bench.ts';
import { ago, inA, NOW } from '../findings.ts';
import { HOME, ID } from './row-bench.ts';

const AT = NOW.toISOString();
const LATER = inA(10 * MINUTE);

async function open(before: Partial<MessageItem> = {}, due?: string) {
  const { record, clock } = openEngine();
  const found = await record.messages.write(ID, 0, { deploymentId: ID, ...before }, due);
  const get = () => record.messages.get(ID);
  return { row: openRow(ID, found, { record, clock }), found, record, clock, get };
}

const same = (item: MessageItem) => item;
const named = (item: MessageItem) => ({ ...item, channel: HOME });

describe('openRow', () => {
  it('begins with nothing, where there is no row yet', async () => {
    const { record, clock } = openEngine();
    const row = openRow(ID, undefined, { record, clock });
    expect(row.item).toEqual({ deploymentId: ID });
    await row.note(named);
    const item = { deploymentId: ID, channel: HOME, claimedAt: AT };
    expect(await record.messages.get(ID)).toEqual({ item, version: 1, due: inA(2 * MINUTE) });
  });

  it.each(['hold', 'note', 'release'] as const)(
    'lets nobody %s what another wrote',
    async (how) => {
      const { row, record, found } = await open();
      await record.messages.write(ID, found.version, { deploymentId: ID, ts: '1.1' });
      await expect(row[how](named)).rejects.toThrow(VersionConflictError);
      expect((await record.messages.get(ID))?.item).toEqual({ deploymentId: ID, ts: '1.1' });
    },
  );
});

describe('a row that is held', () => {
  it('says since when, and is due when its worker counts as dead', async () => {
    const { row, get } = await open({ ts: '1.1' });
    await row.hold();
    expect(row.item).toEqual({ deploymentId: ID, ts: '1.1', claimedAt: AT });
    expect(await get()).toEqual({ item: row.item, version: 2, due: inA(2 * MINUTE) });
  });

  it('is not written to be held on', async () => {
    const { row, get } = await open();
    await row.hold();
    await row.hold();
    await row.note(same);
    await row.hold();
    expect((await get())?.version).toBe(3);
  });

  it('is held for two minutes more with each note', async () => {
    const { row, get, clock } = await open();
    await row.hold();
    await clock.sleep(30 * SECOND);
    await row.note(named);
    const item = { deploymentId: ID, channel: HOME, claimedAt: inA(30 * SECOND) };
    expect(await get()).toEqual({ item, version: 3, due: inA(150 * SECOND) });
    expect(row.item).toEqual(item);
  });
});

describe('a row that is let go', () => {
  it('has what became of it, and is held by nobody', async () => {
    const { row, get } = await open();
    await row.hold();
    await row.release(named, LATER);
    const item = { deploymentId: ID, channel: HOME };
    expect(await get()).toEqual({ item, version: 3, due: LATER });
  });

  it('is due no more, where nobody says when', async () => {
    const { row, get } = await open({}, LATER);
    await row.release(same);
    expect(await get()).toEqual({ item: { deploymentId: ID }, version: 2 });
  });

  it('is written also where nothing became of it while it was held', async () => {
    const { row, get } = await open();
    await row.hold();
    await row.release(same, inA(2 * MINUTE));
    expect(await get()).toMatchObject({ item: { deploymentId: ID }, version: 3 });
    expect((await get())?.item).not.toHaveProperty('claimedAt');
  });

  it('has to be held anew', async () => {
    const { row, get } = await open();
    await row.hold();
    await row.release(same);
    await row.hold();
    expect(await get()).toMatchObject({ item: { claimedAt: AT }, version: 4 });
  });

  it.each<[string, Partial<MessageItem>, string | undefined, number]>([
    ['not written where it is as it was', {}, LATER, 1],
    ['written where it is due at another time', {}, inA(MINUTE), 2],
    ['written where it is due no more', {}, undefined, 2],
    ['written where a dead worker had it', { claimedAt: ago(5 * MINUTE) }, LATER, 2],
  ])('is %s', async (_it, before, due, version) => {
    const { row, get } = await open(before, LATER);
    await row.release(same, due);
    expect(await get()).toEqual({ item: { deploymentId: ID }, version, ...(due && { due }) });
  });

  it('is written where only what it says is another', async () => {
    const { row, get } = await open({}, LATER);
    await row.release(named, LATER);
    expect(await get()).toMatchObject({ item: { channel: HOME }, version: 2 });
  });
});

describe('isClaimed', () => {
  it.each([
    ['nobody began', undefined, false],
    ['somebody began just now', AT, true],
    ['somebody began almost two minutes ago', ago(2 * MINUTE - 1), true],
    ['somebody began two minutes ago', ago(2 * MINUTE), false],
  ])('of a row at which %s', (_it, claimedAt, claimed) => {
    expect(isClaimed({ deploymentId: ID, ...(claimedAt && { claimedAt }) }, NOW)).toBe(claimed);
  });
});
