import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { recordTable } from '../shared/record/dynamo-table.ts';
import type { Server } from './server.ts';

export interface DynamoDb extends Server {
  /** Makes the table that the record needs. */
  createTable(name: string): Promise<void>;
}

/** DynamoDB in memory, on 127.0.0.1 only. */
export async function startDynamoDb(port = 0): Promise<DynamoDb> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    createTable: async (name) => {
      const client = localDynamoDb(url);
      await client.send(new CreateTableCommand(recordTable(name)));
      client.destroy();
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export function localDynamoDb(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials });
}
