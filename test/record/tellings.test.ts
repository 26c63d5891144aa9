import { describe, expect, it } from '@jest/globals';
import { memoryStore } from '../../shared/record/memory-store.ts';
import { openRecord } from '../../shared/record/record.ts';
import { after, MINUTE } from '../../shared/runtime/clock.ts';
import { AT, clock } from './samples.ts';

const ID = 'deployment-1';
const open = () => openRecord(memoryStore(), 'test', clock);
const later = new Date(after(new Date(AT), 3 * MINUTE));

describe('tellings', () => {
  it('are due two minutes after they were marked, until they are cleared', async () => {
    const record = open();
    await record.tellings.mark(ID);
    expect(await record.due(new Date(AT), 10)).toEqual([]);
    expect(await record.due(later, 10)).toEqual([{ kind: 'message', deploymentId: ID }]);
    const read = await record.tellings.get(ID);
    if (read !== undefined) await record.tellings.clear(read);
    expect(await record.due(later, 10)).toEqual([]);
  });

  it('are not cleared by whoever read them before they were marked anew', async () => {
    const record = open();
    await record.tellings.mark(ID);
    const read = await record.tellings.get(ID);
    await record.tellings.mark(ID);
    if (read !== undefined) await record.tellings.clear(read);
    expect(await record.due(later, 10)).toHaveLength(1);
  });

  it('keep in mind that a person asked, until they are cleared', async () => {
    const record = open();
    await record.tellings.mark(ID, { asked: true });
    await record.tellings.mark(ID);
    const read = await record.tellings.get(ID);
    expect(read?.item.asked).toBe(true);
    if (read !== undefined) await record.tellings.clear(read);
    await record.tellings.mark(ID);
    expect((await record.tellings.get(ID))?.item.asked).toBeUndefined();
  });
});
