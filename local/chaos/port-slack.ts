import type { Clock } from '../../shared/runtime/clock.ts';
import { type Slack, SlackRefusedError } from '../../shared/slack/slack.ts';
import type { KeptMessage, MemorySlack } from '../slack/memory-slack.ts';
import { slackFault } from './port-faults.ts';
import { through } from './ports.ts';
import type { Workers } from './workers.ts';

/** A message that Slack took, and whether nobody can know of it: the record has lost it, or Slack does not show it. */
export interface Post {
  readonly at: number;
  excused: boolean;
}

interface Office {
  readonly slack: MemorySlack;
  readonly posts: Map<string, Post>;
  readonly workers: Workers;
  readonly clock: Clock;
  /** Told of what Slack's rules for messages do not admit. */
  complain(detail: string): void;
}

/** Slack, whose every call goes through a port. */
export function portSlack({ slack, posts, workers, clock, complain }: Office): Slack {
  const call = through(workers, 'slack', slackFault);
  const heard = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof SlackRefusedError && error.reason === 'invalid_blocks') {
        complain(error.message);
      }
      throw error;
    }
  };
  const since = (from: Date) => (one: { readonly ts: string }) =>
    (posts.get(one.ts)?.at ?? 0) >= from.getTime();
  /** Where Slack does not let the app read, nobody knows of what was posted: it is posted again. */
  const lookFor = async (isIt: (one: KeptMessage) => boolean, from: Date) => {
    try {
      return await call(async () => slack.messages.filter(since(from)).findLast(isIt)?.ts, false);
    } catch (error) {
      for (const { ts } of error instanceof SlackRefusedError ? slack.messages.filter(isIt) : []) {
        const post = posts.get(ts);
        if (post !== undefined) post.excused = true;
      }
      throw error;
    }
  };
  return {
    post: (channel, message, options) =>
      call(async () => {
        const posted = await heard(() => slack.post(channel, message, options));
        posts.set(posted.ts, { at: clock.now().getTime(), excused: false });
        return posted;
      }),
    update: (channel, ts, message) => call(() => heard(() => slack.update(channel, ts, message))),
    find: (channel, deploymentId, from) =>
      lookFor((one) => {
        return (
          isOf(one, channel) && one.threadTs === undefined && one.deploymentId === deploymentId
        );
      }, from),
    findReply: (channel, threadTs, part, from) =>
      lookFor((one) => isOf(one, channel) && one.threadTs === threadTs && one.part === part, from),
  };
}

function isOf(one: KeptMessage, channel: string): boolean {
  return one.channel === channel;
}
