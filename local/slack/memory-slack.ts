import type { Message } from '../../shared/slack/message.ts';
import {
  type PostOptions,
  type Slack,
  SlackMessageGoneError,
  SlackRefusedError,
} from '../../shared/slack/slack.ts';
import { validateBlocks } from './block-kit.ts';

export interface KeptMessage extends Message, PostOptions {
  readonly channel: string;
  readonly ts: string;
  /** How often it was edited. */
  readonly edits: number;
}

/** Slack in memory, with the failures that a test asks for. */
export class MemorySlack implements Slack {
  #messages: readonly KeptMessage[] = [];
  #failures: { error: Error; afterwards: boolean }[] = [];
  #count = 0;
  readonly #channels: readonly string[] | undefined;

  /** Without `channels` every channel exists. */
  constructor(channels?: readonly string[]) {
    this.#channels = channels;
  }

  /** Everything posted and not deleted, as it stands, the oldest first. */
  get messages(): readonly KeptMessage[] {
    return this.#messages;
  }

  /** The next call throws this; `afterwards`: having done its work all the same. */
  failNext(error: Error, afterwards = false): void {
    this.#failures.push({ error, afterwards });
  }

  delete(ts: string): void {
    this.#messages = this.#messages.filter((one) => one.ts !== ts);
  }

  async post(channel: string, message: Message, options: PostOptions = {}) {
    return this.#called(() => {
      if (this.#channels !== undefined && !this.#channels.includes(channel)) {
        throw refused('channel_not_found');
      }
      accept(message);
      this.#count += 1;
      const ts = `1700000000.${String(this.#count).padStart(6, '0')}`;
      this.#messages = [...this.#messages, { ...message, ...options, channel, ts, edits: 0 }];
      return { channel, ts };
    });
  }

  async update(channel: string, ts: string, message: Message): Promise<void> {
    this.#called(() => {
      accept(message);
      const old = this.#messages.find((one) => one.channel === channel && one.ts === ts);
      if (old === undefined) throw new SlackMessageGoneError('chat.update: message_not_found');
      const edited = { ...old, ...message, edits: old.edits + 1 };
      this.#messages = this.#messages.map((one) => (one === old ? edited : one));
    });
  }

  async find(channel: string, deploymentId: string): Promise<string | undefined> {
    return this.#called(() => {
      const isHead = (one: KeptMessage) => one.channel === channel && one.threadTs === undefined;
      return this.#messages.findLast((one) => isHead(one) && one.deploymentId === deploymentId)?.ts;
    });
  }

  async findReply(channel: string, threadTs: string, part: string): Promise<string | undefined> {
    return this.#called(() => {
      const thread = this.#messages.filter((one) => one.threadTs === threadTs);
      return thread.findLast((one) => one.channel === channel && one.part === part)?.ts;
    });
  }

  #called<Result>(work: () => Result): Result {
    const failure = this.#failures.shift();
    if (failure === undefined) return work();
    if (failure.afterwards) work();
    throw failure.error;
  }
}

function accept({ blocks }: Message): void {
  const problems = validateBlocks(blocks);
  if (problems.length > 0) throw refused('invalid_blocks', problems.join('; '));
}

function refused(reason: string, detail = reason): SlackRefusedError {
  return new SlackRefusedError(reason, `Slack answers ${detail}`, 'None: this is a test.');
}

export function memorySlack(channels?: readonly string[]): MemorySlack {
  return new MemorySlack(channels);
}
