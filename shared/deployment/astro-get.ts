import { type Clock, SECOND, systemClock } from '../runtime/clock.ts';
import { evenly } from '../runtime/evenly.ts';
import type { Logger } from '../runtime/logger.ts';
import { type Call, type Failure, named, type Reply, replyOf } from './astro-call.ts';
import { AstroUnavailableError } from './astro-errors.ts';
import { type Exchange, exchange } from './astro-exchange.ts';
import { askedWait, retryWait } from './retry-wait.ts';

export interface AstroOptions extends Exchange {
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** How often a call is tried that got no answer; who has a row that is due needs few. */
  readonly attempts?: number;
  /** How many calls may begin in a second, those that are tried again too. Absent: any number. */
  readonly perSecond?: number;
}

export type Get = (call: Omit<Call, 'body'>) => Promise<Reply>;

const ATTEMPTS = 4;
/** A longer wait is the queue's or the sweep's: no function sleeps it out. */
const LONGEST_WAIT = 15 * SECOND;

/** Reads from Astro's v1 API. Bodies hold the Deployments' environments: they are never logged. */
export function astroGet(options: AstroOptions): Get {
  const { clock = systemClock, logger, attempts = ATTEMPTS, perSecond } = options;
  const turn = perSecond === undefined ? async () => {} : evenly(perSecond, clock);
  return async (call) => {
    for (let attempt = 1; ; attempt += 1) {
      await turn();
      const answer = await exchange(options, call);
      const reply = 'kind' in answer ? answer : replyOf(answer, call);
      if (reply.kind !== 'failed') return reply;
      const now = clock.now();
      const wait = retryWait(attempt, reply.retryAfter, now);
      if (attempt === attempts || wait > LONGEST_WAIT) throw unavailable(call, reply, attempt, now);
      logger?.warn('astro.retried', { path: call.path, reason: reply.reason, attempt, wait });
      await clock.sleep(wait);
    }
  };
}

export function unavailable(
  call: Call,
  { reason, cause, retryAfter }: Failure,
  attempts: number,
  now: Date,
): AstroUnavailableError {
  const tries = attempts === 1 ? 'once' : `${attempts} times`;
  const message = `Astro gave no answer to ${named(call)}, asked ${tries}: ${reason}`;
  return new AstroUnavailableError(message, { cause, wait: askedWait(retryAfter, now) });
}
