import { beforeEach, describe, expect, it } from '@jest/globals';
import { OvertakenError, UnreadableItemError } from '../../shared/record/errors.ts';
import { memoryStore } from '../../shared/record/memory-store.ts';
import { type AccessRecord, openRecord } from '../../shared/record/record.ts';
import { AT, clock, decided, LATER } from './samples.ts';

const ID = 'deployment-1';
let record: AccessRecord;
beforeEach(() => {
  record = openRecord(memoryStore(), 'test', clock);
});

describe('deployments.take', () => {
  it('starts at 1 and counts on', async () => {
    expect(await record.deployments.take(ID)).toEqual({
      ticket: 1,
      item: { deploymentId: ID, ticket: 1 },
    });
    expect((await record.deployments.take(ID)).ticket).toBe(2);
  });

  it('keeps what was decided, and when it is due', async () => {
    await record.deployments.take(ID);
    await record.deployments.decide(ID, 1, decided(), LATER);
    const { item } = await record.deployments.take(ID);
    expect(item).toEqual({ deploymentId: ID, ticket: 2, decided: decided() });
    expect(await record.deployments.list()).toEqual([{ item, version: 3, due: LATER }]);
  });

  it('gives each of several workers another number', async () => {
    const workers = Array.from({ length: 10 }, () => record.deployments.take(ID));
    const tickets = (await Promise.all(workers)).map(({ ticket }) => ticket);
    expect(tickets.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe('deployments that cannot be read', () => {
  const BROKEN = 'deployment-2';
  beforeEach(async () => {
    const store = memoryStore();
    record = openRecord(store, 'test', clock);
    for (const id of [ID, BROKEN]) await record.deployments.take(id);
    const broken = (id: string) => (id === BROKEN ? { schema: 2 } : {});
    store.restore(
      store.snapshot().map((item) => ({ ...item, body: { ...item.body, ...broken(item.id) } })),
    );
  });

  it('keep nobody from reading the others', async () => {
    const { heads, unreadable } = await record.deployments.listReadable();
    expect(heads.map(({ item }) => item.deploymentId)).toEqual([ID]);
    const why = expect.stringMatching(/deployment-2.*schema 2 instead of 1/);
    expect(unreadable).toEqual([{ deploymentId: BROKEN, why }]);
    const found = await record.deployments.getReadable([ID, BROKEN]);
    expect([...found.keys()]).toEqual([ID]);
  });

  it('fail whoever must know them', async () => {
    await expect(record.deployments.list()).rejects.toThrow(UnreadableItemError);
    await expect(record.deployments.get([ID, BROKEN])).rejects.toThrow(UnreadableItemError);
    await expect(record.deployments.take(BROKEN)).rejects.toThrow(UnreadableItemError);
  });
});

describe('deployments.decide', () => {
  it('writes what was decided', async () => {
    const { ticket } = await record.deployments.take(ID);
    await record.deployments.decide(ID, ticket, decided());
    const found = await record.deployments.get([ID, 'another']);
    expect([...found]).toEqual([[ID, { deploymentId: ID, ticket, decided: decided() }]]);
  });

  it('is no longer due without a time', async () => {
    await record.deployments.take(ID);
    await record.deployments.decide(ID, 1, decided(), AT);
    await record.deployments.decide(ID, 1, decided());
    expect(await record.due(new Date(LATER), 10)).toEqual([]);
  });

  it('writes nothing for a worker that was overtaken', async () => {
    const first = await record.deployments.take(ID);
    const second = await record.deployments.take(ID);
    await record.deployments.decide(ID, second.ticket, decided({ reminders: 2 }));
    const late = record.deployments.decide(ID, first.ticket, decided({ reminders: 1 }));
    await expect(late).rejects.toThrow(OvertakenError);
    expect((await record.deployments.get([ID])).get(ID)?.decided?.reminders).toBe(2);
  });

  it('is overtaken by a number taken while it writes', async () => {
    const store = memoryStore();
    const slow = openRecord(
      {
        ...store,
        put: async (draft, expected) => {
          if (draft.body.decided !== undefined)
            await openRecord(store, 'test').deployments.take(ID);
          return store.put(draft, expected);
        },
      },
      'test',
      clock,
    );
    const { ticket } = await slow.deployments.take(ID);
    await expect(slow.deployments.decide(ID, ticket, decided())).rejects.toThrow(OvertakenError);
  });

  it('writes nothing for a Deployment that nobody took', async () => {
    await expect(record.deployments.decide(ID, 1, decided())).rejects.toThrow(
      'number 1 was overtaken by nobody',
    );
  });
});

describe('deployments.forget', () => {
  it('removes it, and begins to count anew', async () => {
    const { ticket } = await record.deployments.take(ID);
    await record.deployments.decide(ID, ticket, decided(), AT);
    await record.deployments.forget(ID, ticket);
    expect(await record.deployments.list()).toEqual([]);
    expect((await record.deployments.take(ID)).ticket).toBe(1);
  });

  it('leaves what somebody took since', async () => {
    const { ticket } = await record.deployments.take(ID);
    await record.deployments.take(ID);
    await expect(record.deployments.forget(ID, ticket)).rejects.toThrow(OvertakenError);
    expect(await record.deployments.list()).toHaveLength(1);
  });
});

it('lists every Deployment of the installation', async () => {
  const ids = Array.from({ length: 60 }, (_, index) => `deployment-${index}`);
  for (const id of ids) await record.deployments.take(id);
  const listed = (await record.deployments.list()).map(({ item }) => item.deploymentId);
  expect(listed.toSorted()).toEqual(ids.toSorted());
  expect([...(await record.deployments.get(ids)).keys()]).toEqual(ids);
});
