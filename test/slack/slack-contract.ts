import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Message } from '../../shared/slack/message.ts';
import { type Slack, SlackMessageGoneError, SlackRefusedError } from '../../shared/slack/slack.ts';

interface Kept {
  readonly text: string;
  readonly ts: string;
  readonly threadTs?: string;
}

/** A Slack with one channel, and a look behind its counter. */
export interface SlackUnderTest {
  readonly slack: Slack;
  readonly channel: string;
  messages(): Promise<readonly Kept[]>;
  delete(ts: string): Promise<void>;
  close(): Promise<void>;
}

export const saying = (text: string): Message => ({
  text,
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
});

/** What every Slack keeps to. */
export function describeSlack(name: string, start: () => Promise<SlackUnderTest>): void {
  describe(name, () => {
    let under: SlackUnderTest;
    beforeEach(async () => {
      under = await start();
    });
    afterEach(() => under.close());

    it('posts, and tells where', async () => {
      const { slack, channel } = under;
      const posted = await slack.post(channel, saying('one'), { deploymentId: 'clmk' });
      expect(posted.channel).toBe(channel);
      expect(await under.messages()).toMatchObject([{ text: 'one', ts: posted.ts }]);
    });

    it('answers another ts for each post', async () => {
      const { slack, channel } = under;
      const first = await slack.post(channel, saying('one'));
      const second = await slack.post(channel, saying('one'));
      expect(second.ts > first.ts).toBe(true);
    });

    it('posts into a thread', async () => {
      const { slack, channel } = under;
      const { ts: threadTs } = await slack.post(channel, saying('one'));
      await slack.post(channel, saying('two'), { threadTs });
      expect(await under.messages()).toMatchObject([{ text: 'one' }, { text: 'two', threadTs }]);
    });

    it('finds the newest, where there are several', async () => {
      const { slack, channel } = under;
      const since = new Date(Date.now() - 60_000);
      await slack.post(channel, saying('one'), { deploymentId: 'clmk' });
      const { ts } = await slack.post(channel, saying('two'), { deploymentId: 'clmk' });
      expect(await slack.find(channel, 'clmk', since)).toBe(ts);
    });

    it('finds what was posted about a Deployment, and not what stands in its thread', async () => {
      const { slack, channel } = under;
      const since = new Date(Date.now() - 60_000);
      expect(await slack.find(channel, 'clmk', since)).toBeUndefined();
      await slack.post(channel, saying('other'), { deploymentId: 'clmx' });
      const { ts } = await slack.post(channel, saying('one'), { deploymentId: 'clmk' });
      await slack.post(channel, saying('two'), { deploymentId: 'clmk', threadTs: ts });
      await slack.post(channel, saying('yet another'), { deploymentId: 'clmz' });
      expect(await slack.find(channel, 'clmk', since)).toBe(ts);
    });

    it('finds a part of a thread, and none of another thread', async () => {
      const { slack, channel } = under;
      const since = new Date(Date.now() - 60_000);
      const { ts: threadTs } = await slack.post(channel, saying('one'), { deploymentId: 'clmk' });
      const { ts: other } = await slack.post(channel, saying('other'), { deploymentId: 'clmx' });
      await slack.post(channel, saying('a'), {
        deploymentId: 'clmx',
        threadTs: other,
        part: 'p/1',
      });
      expect(await slack.findReply(channel, threadTs, 'p/1', since)).toBeUndefined();
      await slack.post(channel, saying('b'), { deploymentId: 'clmk', threadTs, part: 'p/0' });
      const { ts } = await slack.post(channel, saying('c'), {
        ...{ deploymentId: 'clmk', threadTs, part: 'p/1' },
      });
      expect(await slack.findReply(channel, threadTs, 'p/1', since)).toBe(ts);
    });

    it('edits in place', async () => {
      const { slack, channel } = under;
      const { ts } = await slack.post(channel, saying('one'));
      await slack.update(channel, ts, saying('two'));
      expect(await under.messages()).toMatchObject([{ text: 'two', ts }]);
    });

    it('says so when the message to edit is gone', async () => {
      const { slack, channel } = under;
      const { ts } = await slack.post(channel, saying('one'));
      await under.delete(ts);
      await expect(slack.update(channel, ts, saying('two'))).rejects.toThrow(SlackMessageGoneError);
    });

    it('refuses a channel that it does not know', async () => {
      await expect(under.slack.post('C0NOWHERE', saying('one'))).rejects.toMatchObject({
        code: 'slack-refused',
        reason: 'channel_not_found',
        disposition: 'discard',
      });
    });

    it.each([
      ['a post', (slack: Slack, channel: string) => slack.post(channel, saying(''))],
      ['an edit', (slack: Slack, channel: string) => slack.update(channel, '1.1', saying(''))],
    ])('refuses blocks beyond the limits in %s', async (_it, call) => {
      const refused = call(under.slack, under.channel);
      await expect(refused).rejects.toBeInstanceOf(SlackRefusedError);
      await expect(refused).rejects.toMatchObject({ reason: 'invalid_blocks' });
      expect(await under.messages()).toEqual([]);
    });
  });
}
