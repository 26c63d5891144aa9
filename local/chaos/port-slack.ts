import type { Clock } from '../../shared/runtime/clock.ts';
import { type Slack, SlackRefusedError } from '../../shared/slack/slack.ts';
import type { MemorySlack } from '../slack/memory-slack.ts';
import { slackFault } from './port-faults.ts';
import { through } from './ports.ts';
import type { Workers } from './workers.ts';

/** A message that Slack took, and whether whoever posted it met some trouble. */
export interface Post {
  readonly at: number;
  excused: boolean;
  readonly troubled: () => boolean;
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
  return {
    post: async (channel, message, options) => {
      const { worker } = workers;
      return call(async () => {
        const posted = await heard(() => slack.post(channel, message, options));
        const troubled = () => worker?.met ?? false;
        posts.set(posted.ts, { at: clock.now().getTime(), excused: false, troubled });
        return posted;
      });
    },
    update: (channel, ts, message) => call(() => heard(() => slack.update(channel, ts, message))),
    find: (channel, deploymentId, from) =>
      call(async () => {
        const heads = slack.messages.filter(
          (one) => one.channel === channel && one.threadTs === undefined,
        );
        return heads.filter(since(from)).findLast((one) => one.deploymentId === deploymentId)?.ts;
      }),
    findReply: (channel, threadTs, part, from) =>
      call(async () => {
        const thread = slack.messages.filter(
          (one) => one.channel === channel && one.threadTs === threadTs,
        );
        return thread.filter(since(from)).findLast((one) => one.part === part)?.ts;
      }),
  };
}
