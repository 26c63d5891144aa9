import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AwsEmulator, startAws } from '../../../local/aws/emulator.ts';
import { awsQueues } from '../../../shared/cloud/aws/queues.ts';
import { TransientError } from '../../../shared/cloud/errors.ts';
import { clients } from '../../local/aws/clients.ts';

let aws: AwsEmulator;
beforeEach(async () => {
  aws = await startAws();
});
afterEach(() => aws.close());

function open() {
  const { sqs, events } = clients(aws.url);
  const fifo = (name: string) => aws.sqs.create(`${name}.fifo`, { FifoQueue: 'true' });
  const [targets, messages, handovers] = [fifo('targets'), fifo('messages'), fifo('handovers')];
  const queues = awsQueues({
    ...{ sqs, events, bus: 'default' },
    targetsQueueUrl: targets.url,
    messagesQueueUrl: messages.url,
    handoversQueueUrl: handovers.url,
  });
  return { sqs, events, queues, targets, messages, handovers };
}

const KEYS = ['gcp-project/lake', 'aws-shared-role/arn:aws:iam::999988887777:role/loader'];

describe('a mark of a target', () => {
  it('is in the group of its target, so that one worker at a time has it', async () => {
    const { queues, targets } = open();
    await queues.markTargets(KEYS);
    await queues.markTargets(KEYS);
    const groups = targets.messages.map(({ groupId }) => groupId);
    expect(groups).toHaveLength(4);
    expect(new Set(groups).size).toBe(2);
    expect(groups.slice(0, 2)).toEqual(groups.slice(2));
  });
});

describe('a message about a Deployment', () => {
  it.each([
    ['notify', 'messages'],
    ['handOver', 'handovers'],
  ] as const)('by %s is in the group of its Deployment', async (send, queue) => {
    const { queues, ...opened } = open();
    for (const id of ['one', 'another', 'one']) await queues[send]([id]);
    const [one, another, again] = opened[queue].messages.map(({ groupId }) => groupId);
    expect(one).toBe(again);
    expect(one).not.toBe(another);
  });
});

describe('what AWS takes only in part', () => {
  it('of events is no success, though its answer is 200', async () => {
    const { queues, events } = open();
    const output = { $metadata: {}, FailedEntryCount: 1 };
    events.middlewareStack.add(() => async () => ({ response: {}, output }), { step: 'build' });
    await expect(queues.decide(['one', 'another'])).rejects.toThrow(TransientError);
  });

  it.each(['markTargets', 'notify', 'handOver'] as const)(
    'of messages by %s is no success',
    async (send) => {
      const { queues, sqs } = open();
      const Failed = [{ Id: '1', SenderFault: false, Code: 'InternalError' }];
      const output = { $metadata: {}, Successful: [], Failed };
      sqs.middlewareStack.add(() => async () => ({ response: {}, output }), { step: 'build' });
      await expect(queues[send](['one', 'another'])).rejects.toThrow(TransientError);
    },
  );
});
