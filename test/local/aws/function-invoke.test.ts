import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FunctionFailedError } from '../../../local/aws/lambda/function-failed.ts';
import { serveInvoke } from '../../../local/aws/lambda/invoke-front.ts';
import type { Server } from '../../../local/server.ts';

let server: Server | undefined;
afterEach(() => server?.close());

async function invoke(FunctionName: string, run: (event: unknown) => Promise<unknown>) {
  server = await serveInvoke(new Map([['mine', run]]));
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new LambdaClient({ endpoint: server.url, region: 'eu-west-1', credentials });
  const Payload = Buffer.from('{"action":"status"}');
  const answer = await client.send(new InvokeCommand({ FunctionName, Payload }));
  return { ...answer, answered: JSON.parse(Buffer.from(answer.Payload ?? []).toString()) };
}

describe('Invoke', () => {
  it('hands the event over, and the answer back', async () => {
    const { answered, FunctionError } = await invoke('mine', async (event) => ({ event }));
    expect(answered).toEqual({ event: { action: 'status' } });
    expect(FunctionError).toBeUndefined();
  });

  it('says of a function that failed what it threw', async () => {
    const { answered, FunctionError } = await invoke('mine', async () => {
      throw new FunctionFailedError('mine', 'InvalidEventError', 'of which Deployment?');
    });
    expect(FunctionError).toBe('Unhandled');
    expect(answered).toMatchObject({
      errorType: 'InvalidEventError',
      errorMessage: 'of which Deployment?',
    });
  });

  it('knows no other function', async () => {
    await expect(invoke('yours', async () => ({}))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
