import { MemorySlack } from '../../../local/slack/memory-slack.ts';
import type { MessageItem } from '../../../shared/record/messages.ts';
import type { AccessRecord } from '../../../shared/record/record.ts';
import { digest } from '../../../shared/runtime/json.ts';
import type { Message } from '../../../shared/slack/message.ts';
import { type Slack, SlackRefusedError } from '../../../shared/slack/slack.ts';
import { openRow } from '../../../shared/stories/notify/message-row.ts';
import type { News } from '../../../shared/stories/notify/news.ts';
import { rulesWith } from '../../rules/sample.ts';
import { openEngine } from '../engine-bench.ts';

export const ID = 'deployment-1';
export const HOME = 'C0DATAOPS1';
export const FINANCE = 'C0FINANCE1';

export const say = (text: string): Message => ({ text, blocks: [] });
export const refused = (reason: string) =>
  new SlackRefusedError(reason, `Slack answers ${reason}`, '');

/** What Slack in memory calls its nth message. */
export const ts = (nth: number) => `1700000000.00000${nth}`;

/** A message of the thread as the row has it. */
export const form = (nth: number, text: string) => ({ ts: ts(nth), shown: digest(say(text)) });

/** The first message as the row has it. */
export const head = (text: string, channel = HOME) => ({ channel, ...form(1, text) });

export function newsWith(more: Partial<News> = {}): News {
  return {
    ...{ name: 'etl', channel: HOME, fallback: HOME, head: () => say('etl') },
    ...{ thread: [], drifts: [], gist: '', connections: false },
    ...more,
  };
}

/** What Slack has already: where, what it says, and under which message. */
type There = readonly (readonly [channel: string, text: string, threadTs?: string])[];

/** The row of one message; `steps` tells what is asked of the record and of Slack, in order. */
export async function openRows(before: Partial<MessageItem> = {}, there: There = []) {
  const { record: kept, clock, tools, log } = openEngine();
  const slack = new MemorySlack();
  for (const [channel, text, threadTs] of there) {
    await slack.post(channel, say(text), threadTs === undefined ? {} : { threadTs });
  }
  const found = await kept.messages.write(ID, 0, { deploymentId: ID, ...before });
  const steps: string[] = [];
  const record = noting(kept, steps);
  const row = openRow(ID, found, { record, clock });
  return {
    ...{ row, record, clock, slack, steps, log },
    tools: {
      ...{ ...tools, record, slack: telling(slack, steps), rules: () => rulesWith() },
      ...{ cloud: 'aws' as const, queues: { handOver: async () => {} } },
    },
    /** What is written down, but for who is at it. */
    kept: async () => {
      const { claimedAt: _, ...item } = (await kept.messages.get(ID))?.item ?? { deploymentId: '' };
      return item;
    },
    texts: () => slack.messages.map(({ channel, text }) => `${channel} ${text}`),
  };
}

function noting(record: AccessRecord, steps: string[]): AccessRecord {
  const { messages } = record;
  const write: typeof messages.write = (id, expected, item, due) => {
    const { claimedAt, posting } = item;
    const held = posting === undefined ? 'holds' : `means to post ${posting.part}`;
    steps.push(claimedAt === undefined ? 'lets go' : held);
    return messages.write(id, expected, item, due);
  };
  return { ...record, messages: { ...messages, write } };
}

function telling(slack: Slack, steps: string[]): Slack {
  const step = (text: string) => steps.push(text);
  return {
    post: (channel, message, options) => {
      step(`posts ${message.text} in ${channel}`);
      return slack.post(channel, message, options);
    },
    update: (channel, at, message) => {
      step(`edits ${message.text} in ${channel}`);
      return slack.update(channel, at, message);
    },
    find: (channel, id, since) => {
      step(`looks in ${channel} since ${since.toISOString()}`);
      return slack.find(channel, id, since);
    },
    findReply: (channel, threadTs, part, since) => {
      step(`looks for ${part} under ${threadTs} in ${channel} since ${since.toISOString()}`);
      return slack.findReply(channel, threadTs, part, since);
    },
  };
}
