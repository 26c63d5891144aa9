import { AccessError } from '../runtime/errors.ts';
import type { Message } from './message.ts';

export interface PostOptions {
  /** The message under which it goes. */
  readonly threadTs?: string;
  /** Kept with the message, for programs. */
  readonly deploymentId?: string;
  /** Which message of the thread it is; kept with it, too. */
  readonly part?: string;
}

/** Where messages are shown. Throws the errors below. */
export interface Slack {
  /**
   * Slack knows no idempotency: claim the post in the record first, and keep the answer. Throws
   * `SlackMessageGoneError` where the message is gone under which it was to go.
   */
  post(
    channel: string,
    message: Message,
    options?: PostOptions,
  ): Promise<{ readonly channel: string; readonly ts: string }>;
  /** Throws `SlackMessageGoneError` where somebody has deleted it. */
  update(channel: string, ts: string, message: Message): Promise<void>;
  /**
   * The `ts` of a Deployment's message that was posted since then: for a post of which nobody
   * knows whether it happened. Undefined where there is none, or where the app may not look.
   */
  find(channel: string, deploymentId: string, since: Date): Promise<string | undefined>;
  /** The same for a part of a message's thread. */
  findReply(
    channel: string,
    threadTs: string,
    part: string,
    since: Date,
  ): Promise<string | undefined>;
}

/** Tells something to one person alone, where they are; Slack keeps it only until they reload. */
export interface Whispers {
  whisper(channel: string, userId: string, message: Message, threadTs?: string): Promise<void>;
}

/** A day, in seconds: Slack asks for less, and there are numbers that no date can hold. */
const LONGEST_WAIT = 86_400;

/** Slack wants us to wait, and tells how long. Nothing was posted. */
export class SlackRateLimitedError extends AccessError {
  readonly code = 'slack-rate-limited';
  readonly disposition = 'retry';
  /** Seconds. */
  readonly retryAfter: number;
  constructor(retryAfter: number, options?: ErrorOptions) {
    const seconds = Math.min(Math.max(0, retryAfter), LONGEST_WAIT);
    super(`Slack takes no more calls for ${seconds} s`, options);
    this.retryAfter = seconds;
  }
}

/** What Slack refuses until a person mends it. */
export class SlackRefusedError extends AccessError {
  readonly code = 'slack-refused';
  readonly disposition = 'discard';
  /** Slack's own word for it: `channel_not_found`. */
  readonly reason: string;
  readonly advice: string;
  constructor(reason: string, message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
    this.advice = advice;
  }
}

/** Slack did not answer, or not as itself: the same again may succeed. */
export class SlackUnavailableError extends AccessError {
  readonly code = 'slack-unavailable';
  readonly disposition = 'retry';
  /** The call may have been carried out all the same: a post sent again may be there twice. */
  readonly ambiguous: boolean;
  constructor(message: string, options: ErrorOptions & { readonly ambiguous?: boolean } = {}) {
    super(message, options);
    this.ambiguous = options.ambiguous ?? false;
  }
}

/** The message to be edited is not there any more: post another. */
export class SlackMessageGoneError extends AccessError {
  readonly code = 'slack-message-gone';
  readonly disposition = 'retry';
}
