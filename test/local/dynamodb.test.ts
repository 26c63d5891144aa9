import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from '@jest/globals';
import { localDynamoDb, startDynamoDb } from '../../local/dynamodb.ts';

const MANY = 40;

it('ends what was begun before it closes, though nobody waits for the answers', async () => {
  const dynamo = await startDynamoDb();
  await dynamo.createTable('record');
  const client = localDynamoDb(dynamo.url);
  const puts = Array.from({ length: MANY }, (_, place) => {
    const Item = { partition: { S: 'one' }, id: { S: `${place}` } };
    return client.send(new PutItemCommand({ TableName: 'record', Item }));
  });
  const all = Promise.allSettled(puts);
  await puts[0];
  await dynamo.close();
  const outcomes = await all;
  client.destroy();
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(MANY);
});
