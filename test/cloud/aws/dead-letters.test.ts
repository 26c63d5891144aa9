import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AwsEmulator, startAws } from '../../../local/aws/emulator.ts';
import { deadLetterQueue } from '../../../shared/cloud/aws/dead-letters.ts';

let aws: AwsEmulator;
beforeEach(async () => {
  aws = await startAws();
});
afterEach(() => aws.close());

function sqs() {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new SQSClient({ endpoint: aws.url, region: 'eu-west-1', credentials });
}

describe('deadLetterQueue', () => {
  it.each([
    ['dead', {}],
    ['dead.fifo', { FifoQueue: 'true' }],
  ])('keeps the message in %s, with the reason beside it', async (name, attributes) => {
    const queue = aws.sqs.create(name, attributes);
    await deadLetterQueue(queue.url, sqs())?.('{"deploymentId": 7}', 'invalid-event: no id');
    expect(queue.messages).toMatchObject([
      {
        body: '{"deploymentId": 7}',
        attributes: { reason: { StringValue: 'invalid-event: no id' } },
      },
    ]);
  });

  it('is none where no queue is configured', () => {
    expect(deadLetterQueue(undefined)).toBeUndefined();
  });
});
