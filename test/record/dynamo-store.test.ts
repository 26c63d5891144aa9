import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DynamoDb, localDynamoDb, startDynamoDb } from '../../local/dynamodb.ts';
import { dynamoStore } from '../../shared/record/dynamo-store.ts';
import { RecordUnavailableError, VersionConflictError } from '../../shared/record/errors.ts';
import { describeStore } from './store-contract.ts';

let dynamo: DynamoDb;
beforeAll(async () => {
  dynamo = await startDynamoDb();
  await dynamo.createTable('record');
});
afterAll(() => dynamo.close());

const key = (id: string) => ({ partition: 'test#answers', id });
const draft = (id: string, by: string) => ({ ...key(id), body: { by } });

describeStore('dynamoStore', async () => {
  const client = localDynamoDb(dynamo.url);
  return { store: dynamoStore(client, 'record'), close: async () => client.destroy() };
});

describe('a write whose answer is lost', () => {
  it('counts as made when it is found on sending it again', async () => {
    const store = dynamoStore(losingAnswers(), 'record');
    expect(await store.put(draft('a', 'us'), 0)).toMatchObject({ version: 1 });
    await dynamoStore(losingAnswers(), 'record').put(draft('a', 'us again'), 1);
    expect(await store.get([key('a')])).toEqual([{ ...draft('a', 'us again'), version: 2 }]);
  });

  it('is a conflict when somebody else wrote after it', async () => {
    const other = dynamoStore(localDynamoDb(dynamo.url), 'record');
    const client = losingAnswers(async () => void (await other.put(draft('b', 'other'), 1)));
    const late = dynamoStore(client, 'record').put(draft('b', 'us'), 0);
    await expect(late).rejects.toThrow(VersionConflictError);
    expect(await other.get([key('b')])).toEqual([{ ...draft('b', 'other'), version: 2 }]);
  });

  it('counts as removed when nothing is found on sending it again', async () => {
    await dynamoStore(localDynamoDb(dynamo.url), 'record').put(draft('c', 'us'), 0);
    const store = dynamoStore(losingAnswers(), 'record');
    await store.remove(key('c'), 1);
    expect(await store.get([key('c')])).toEqual([]);
  });
});

describe('dynamoStore.get', () => {
  it('asks again for what a batch left out', async () => {
    const all = ['d', 'e', 'f'];
    const store = dynamoStore(leavingOut(2), 'record');
    await Promise.all(all.map((id) => store.put(draft(id, 'us'), 0)));
    expect((await store.get(all.map(key))).map(({ id }) => id)).toEqual(all);
  });
});

it('names the table in an error of DynamoDB', async () => {
  const store = dynamoStore(localDynamoDb(dynamo.url), 'missing');
  const answer = store.get([key('a')]);
  await expect(answer).rejects.toThrow(RecordUnavailableError);
  await expect(answer).rejects.toThrow(/table missing.*ResourceNotFoundException/);
});

/** Carries out the first request, and then tells the SDK that the connection broke. */
function losingAnswers(meanwhile = async () => {}): DynamoDBClient {
  const client = localDynamoDb(dynamo.url);
  let lost = false;
  client.middlewareStack.add(
    (next) => async (request) => {
      const answer = await next(request);
      if (lost) return answer;
      lost = true;
      await meanwhile();
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    },
    { step: 'deserialize' },
  );
  return client;
}

/** Answers one key of a batch, so many times, as DynamoDB does when it is throttled. */
function leavingOut(times: number): DynamoDBClient {
  const client = localDynamoDb(dynamo.url);
  let left = times;
  client.middlewareStack.add(
    (next) => async (request) => {
      const input = request.input as { RequestItems?: { record?: { Keys: unknown[] } } };
      const batch = input.RequestItems?.record;
      if (batch === undefined || left === 0) return next(request);
      left -= 1;
      const [first, ...rest] = batch.Keys;
      const one = { ...input, RequestItems: { record: { ...batch, Keys: [first] } } };
      const answer = await next({ ...request, input: one as typeof request.input });
      Object.assign(answer.output, { UnprocessedKeys: { record: { Keys: rest } } });
      return answer;
    },
    { step: 'initialize' },
  );
  return client;
}
