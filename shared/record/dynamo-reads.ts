import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
  paginateQuery,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { backOff } from './conflicts.ts';
import { itemOf, keyAttributes, keyOf } from './dynamo-item.ts';
import { DUE_INDEX } from './dynamo-table.ts';
import { RecordUnavailableError } from './errors.ts';
import { byId, chunks, distinctKeys, inOrder } from './keys.ts';
import type { Item, Key, Store } from './store.ts';

type Attributes = Record<string, AttributeValue>;

// DynamoDB takes so many keys at once, and answers at most 16 MB of them.
const BATCH = 100;
const ATTEMPTS = 10;

export function dynamoReads(
  client: DynamoDBClient,
  table: string,
): Pick<Store, 'get' | 'list' | 'due'> {
  const get = async (keys: readonly Key[]) => {
    const distinct = distinctKeys(keys);
    const batches = chunks([...distinct.values()], BATCH);
    const found = await Promise.all(batches.map((batch) => readBatch(client, table, batch)));
    return inOrder(distinct, found.flat());
  };
  return {
    get,
    list: async (partition) => {
      const found = await query(client, {
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: '#partition = :partition',
        ExpressionAttributeNames: { '#partition': 'partition' },
        ExpressionAttributeValues: { ':partition': { S: partition } },
      });
      return found.map(itemOf).sort(byId);
    },
    due: async (installation, now, limit) => {
      const hints = await query(client, dueQuery(table, installation, now, limit), limit);
      const items = await get(hints.map(keyOf));
      return items.filter(({ due }) => due && due <= now.toISOString());
    },
  };
}

async function readBatch(
  client: DynamoDBClient,
  table: string,
  keys: readonly Key[],
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let left = keys.map(keyAttributes);
  for (let attempt = 1; ; attempt += 1) {
    const request = { [table]: { Keys: left, ConsistentRead: true } };
    const { Responses, UnprocessedKeys }: BatchGetItemCommandOutput = await client.send(
      new BatchGetItemCommand({ RequestItems: request }),
    );
    items.push(...(Responses?.[table] ?? []).map(itemOf));
    left = UnprocessedKeys?.[table]?.Keys ?? [];
    if (left.length === 0) return items;
    if (attempt === ATTEMPTS) {
      throw new RecordUnavailableError(`table ${table}: ${left.length} items were not answered`);
    }
    await backOff(attempt);
  }
}

/** Page by page, until `limit` were found or no page is left. */
async function query(
  client: DynamoDBClient,
  input: QueryCommandInput,
  limit = Number.POSITIVE_INFINITY,
): Promise<readonly Attributes[]> {
  const found: Attributes[] = [];
  for await (const page of paginateQuery({ client }, input)) {
    found.push(...(page.Items ?? []));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

function dueQuery(
  table: string,
  installation: string,
  now: Date,
  limit: number,
): QueryCommandInput {
  return {
    TableName: table,
    IndexName: DUE_INDEX,
    Limit: limit,
    KeyConditionExpression: '#installation = :installation AND #due <= :now',
    ExpressionAttributeNames: { '#installation': 'installation', '#due': 'due' },
    ExpressionAttributeValues: {
      ':installation': { S: installation },
      ':now': { S: now.toISOString() },
    },
  };
}
