import { describe, expect, it } from '@jest/globals';
import { localDynamoDb, startDynamoDb } from '../../local/dynamodb.ts';
import { dynamoStore } from '../../shared/record/dynamo-store.ts';
import { UnreadableItemError } from '../../shared/record/errors.ts';
import { memoryStore } from '../../shared/record/memory-store.ts';
import { openRecord } from '../../shared/record/record.ts';
import type { Item } from '../../shared/record/store.ts';
import { AT, access, clock, decided, LATER, placement, TARGET } from './samples.ts';

const now = new Date(LATER);
const minute = (n: number) => new Date(Date.parse(AT) + n * 60_000).toISOString();

describe('record.due', () => {
  it('says what is to be sent again, each once, the longest overdue first', async () => {
    const record = openRecord(memoryStore(), 'test', clock);
    await record.accesses.create(access({ accessId: 'a' }), minute(1));
    await record.accesses.create(access({ accessId: 'b' }), minute(3));
    await record.messages.write('one#1', 0, { deploymentId: 'one#1' }, minute(2));
    await record.deployments.take('two');
    await record.deployments.decide('two', 1, decided(), minute(4));
    await record.accesses.create(access({ targetKey: 'later' }), minute(6));
    expect(await record.due(now, 10)).toEqual([
      { kind: 'target', targetKey: TARGET },
      { kind: 'message', deploymentId: 'one#1' },
      { kind: 'deployment', deploymentId: 'two' },
    ]);
    expect(await record.due(now, 2)).toHaveLength(2);
  });

  it('sees beyond a crowd of rows on one target', async () => {
    const record = openRecord(memoryStore(), 'test', clock);
    for (let row = 0; row < 40; row += 1) {
      await record.accesses.create(access({ accessId: `access-${row}` }), minute(1));
    }
    await record.accesses.create(access({ targetKey: 'another' }), minute(2));
    expect(await record.due(now, 2)).toEqual([
      { kind: 'target', targetKey: TARGET },
      { kind: 'target', targetKey: 'another' },
    ]);
  });
});

it('keeps two installations apart in one store', async () => {
  const store = memoryStore();
  const [a, b] = [openRecord(store, 'prod', clock), openRecord(store, 'prod#target', clock)];
  await a.accesses.create(access(), AT);
  await a.deployments.take('one');
  await a.history.append({ deploymentId: 'one', at: AT, event: 'access.granted', by: 'test' });
  expect(await b.accesses.onTarget(TARGET)).toEqual([]);
  expect(await b.deployments.list()).toEqual([]);
  expect((await b.deployments.take('one')).ticket).toBe(1);
  expect(await b.history.of('one')).toEqual([]);
  expect(await b.due(now, 10)).toEqual([]);
  await b.messages.write('one', 0, { deploymentId: 'one' }, AT);
  expect(await b.due(now, 10)).toEqual([{ kind: 'message', deploymentId: 'one' }]);
  expect(await a.due(now, 10)).toEqual([{ kind: 'target', targetKey: TARGET }]);
});

describe('an item that is not as we write it', () => {
  const changes: readonly (readonly [string, (body: Item['body']) => Item['body'], RegExp])[] = [
    ['has another schema', (body) => ({ ...body, schema: 2 }), /schema 2 instead of 1/],
    ['has none', ({ schema: _schema, ...body }) => body, /schema undefined/],
    ['lacks a field', ({ placed: _placed, ...body }) => body, /placed/],
    ['has a broken placement', (body) => ({ ...body, placed: [{}] }), /placed\[0\]\.identity/],
    ['is in a state unknown', (body) => ({ ...body, state: 'lost' }), /state/],
  ];
  it.each(changes)('is named when it %s', async (_it, change, why) => {
    const store = memoryStore();
    await openRecord(store, 'test', clock).accesses.create(access({ placed: [placement] }), AT);
    store.restore(store.snapshot().map((item) => ({ ...item, body: change(item.body) })));
    const reading = openRecord(store, 'test', clock).accesses.onTarget(TARGET);
    await expect(reading).rejects.toThrow(UnreadableItemError);
    await expect(reading).rejects.toThrow(why);
    await expect(reading).rejects.toThrow(/redshift#loader.*access-1/);
  });
});

it('works on DynamoDB as in memory', async () => {
  const dynamo = await startDynamoDb();
  await dynamo.createTable('record');
  const client = localDynamoDb(dynamo.url);
  const record = openRecord(dynamoStore(client, 'record'), 'test', clock);
  const tickets = await Promise.all([1, 2, 3].map(() => record.deployments.take('one')));
  expect(tickets.map(({ ticket }) => ticket).toSorted()).toEqual([1, 2, 3]);
  await record.deployments.decide('one', 3, decided(), AT);
  await record.accesses.create(access(), AT);
  expect(await record.accesses.onTarget(TARGET)).toEqual([{ item: access(), version: 1, due: AT }]);
  expect(await record.due(now, 10)).toHaveLength(2);
  expect((await record.deployments.get(['one'])).get('one')?.decided).toEqual(decided());
  client.destroy();
  await dynamo.close();
});
