import { describe, expect, it } from '@jest/globals';
import { withoutThoseOver } from '../../../shared/stories/grant-access/forget.ts';
import { AT, access, TARGET } from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';
import { situationOf, WITHDRAW } from '../findings.ts';

describe('withoutThoseOver', () => {
  async function open() {
    const { record } = openEngine();
    for (const accessId of ['over', 'other'])
      await record.accesses.create(access({ accessId }), AT);
    const rows = await record.accesses.onTarget(TARGET);
    const situations = rows.map((row) => ({
      ...situationOf(WITHDRAW, row.item),
      access: row,
      over: row.item.accessId === 'over',
    }));
    const left = async () =>
      (await record.accesses.onTarget(TARGET)).map(({ item }) => item.accessId);
    return { record, situations, left };
  }

  it('removes the rows of what is over, and goes on with the others', async () => {
    const { record, situations, left } = await open();
    const others = await withoutThoseOver(situations, record);
    expect(others.map(({ access: { item } }) => item.accessId)).toEqual(['other']);
    expect(await left()).toEqual(['other']);
  });

  it('leaves one that somebody has written since', async () => {
    const { record, situations, left } = await open();
    const [row] = await record.accesses.get([access({ accessId: 'over' })]);
    if (row !== undefined) await record.accesses.write(row, { ...row.item, state: 'waiting' });
    await withoutThoseOver(situations, record);
    expect(await left()).toEqual(['other', 'over']);
  });

  it('fails where the record does', async () => {
    const { record, situations } = await open();
    const remove = () => Promise.reject(new TypeError('down'));
    const accesses = { ...record.accesses, remove };
    await expect(withoutThoseOver(situations, { accesses })).rejects.toThrow('down');
  });
});
