import { describe, expect, it } from '@jest/globals';
import { memorySlack } from '../../../local/slack/memory-slack.ts';
import { SlackRateLimitedError } from '../../../shared/slack/slack.ts';
import { describeSlack, saying } from '../../slack/slack-contract.ts';

describeSlack('memorySlack', async () => {
  const slack = memorySlack(['C0DATAOPS1']);
  return {
    slack,
    channel: 'C0DATAOPS1',
    messages: async () => slack.messages,
    delete: async (ts) => slack.delete(ts),
    close: async () => {},
  };
});

describe('failNext', () => {
  it.each([
    ['before', false, 0],
    ['after', true, 1],
  ])('fails one call, %s its work', async (_it, afterwards, count) => {
    const slack = memorySlack();
    slack.failNext(new SlackRateLimitedError(1), afterwards);
    await expect(slack.post('C1', saying('one'))).rejects.toThrow(SlackRateLimitedError);
    expect(slack.messages).toHaveLength(count);
    await slack.post('C1', saying('two'));
    expect(slack.messages).toHaveLength(count + 1);
  });
});
