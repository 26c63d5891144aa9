import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

export const DUE_INDEX = 'due';

/**
 * The table as `serverless.yml` declares it. Only items that are due some day have `installation`
 * and `due`, so that the index holds these alone; what it says is checked in the table itself.
 */
export function recordTable(name: string): CreateTableCommandInput {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['partition', 'id', 'installation', 'due'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: [
      { AttributeName: 'partition', KeyType: 'HASH' },
      { AttributeName: 'id', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: DUE_INDEX,
        KeySchema: [
          { AttributeName: 'installation', KeyType: 'HASH' },
          { AttributeName: 'due', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  };
}
