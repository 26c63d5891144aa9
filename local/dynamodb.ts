import type { Server as HttpServer, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
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
  const unanswered = answersToCome(server);
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
    close: async () => {
      for (let tries = 0; unanswered.size > 0 && tries < PATIENCE; tries += 1) await sleep(10);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** How often it is looked, ten milliseconds apart, whether all is done that was begun. */
const PATIENCE = 200;

/**
 * The answers that are being made. Dynalite goes on with a request whose connection is gone, and
 * throws where nobody can catch it when its database was closed meanwhile.
 */
function answersToCome(server: HttpServer): ReadonlySet<ServerResponse> {
  const open = new Set<ServerResponse>();
  server.prependListener('request', (_request, response: ServerResponse) => {
    open.add(response);
    const end = response.end.bind(response);
    response.end = ((...rest: Parameters<typeof end>) => {
      open.delete(response);
      return end(...rest);
    }) as typeof response.end;
  });
  return open;
}

export function localDynamoDb(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials });
}
