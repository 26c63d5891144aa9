import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { written } from './body.ts';
import { conflict } from './conflicts.ts';
import { itemAttributes, itemOf, keyAttributes } from './dynamo-item.ts';
import { dynamoReads } from './dynamo-reads.ts';
import { namedStore } from './named-store.ts';
import type { Key, Store } from './store.ts';

/** Keeps the record in a table as `recordTable` defines it; an item may have 400 KB. */
export function dynamoStore(client: DynamoDBClient, table: string): Store {
  return namedStore(`table ${table}`, {
    ...dynamoReads(client, table),
    put: async (draft, expected) => {
      const item = written(draft, expected + 1);
      const writer = randomUUID();
      const Item = itemAttributes(item, writer);
      await client
        .send(new PutItemCommand({ TableName: table, Item, ...stillAt(expected) }))
        .catch(async (error: unknown) => {
          const found = await inTheWay(client, table, draft, error);
          // The SDK sends again after a time-out: what is in the way may be what it sent before.
          if (found?.writer?.S === writer) return;
          throw conflict(draft, expected, found && itemOf(found), error);
        });
      return item;
    },
    remove: async (key, expected) => {
      const Key = keyAttributes(key);
      await client
        .send(new DeleteItemCommand({ TableName: table, Key, ...stillAt(expected || -1) }))
        .catch(async (error: unknown) => {
          const found = await inTheWay(client, table, key, error);
          if (found === undefined && wasSentAgain(error)) return;
          throw conflict(key, expected, found && itemOf(found), error);
        });
    },
  });
}

function stillAt(expected: number) {
  if (expected === 0) {
    return {
      ConditionExpression: 'attribute_not_exists(#partition)',
      ExpressionAttributeNames: { '#partition': 'partition' },
    };
  }
  return {
    ConditionExpression: '#version = :expected',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':expected': { N: String(expected) } },
  };
}

/** What a write came up against; an error that says nothing of that is thrown again. */
async function inTheWay(
  client: DynamoDBClient,
  TableName: string,
  key: Key,
  error: unknown,
): Promise<Record<string, AttributeValue> | undefined> {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
  const Key = keyAttributes(key);
  return (await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;
}

function wasSentAgain(error: unknown): boolean {
  return error instanceof ConditionalCheckFailedException && (error.$metadata.attempts ?? 1) > 1;
}
