import { type Clock, SECOND, systemClock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import { type Call, type Failure, type Reply, replyOf } from './astro-call.ts';
import { AstroUnavailableError } from './astro-errors.ts';
import { type Exchange, exchange } from './astro-exchange.ts';
import { retryWait } from './retry-wait.ts';

/** The API token; `fresh` after it was refused, for it may have been rotated. */
export type Token = (options?: { readonly fresh?: boolean }) => Promise<string>;

export interface AstroOptions extends Exchange {
  readonly token: Token;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

export type Get = (call: Call) => Promise<Reply>;

const ATTEMPTS = 4;
/** A longer wait is the queue's or the sweep's: no function sleeps it out. */
const LONGEST_WAIT = 15 * SECOND;

/** Reads from Astro's v1 API. Bodies hold the Deployments' environments: they are never logged. */
export function astroGet(options: AstroOptions): Get {
  const { clock = systemClock, logger } = options;
  return async (call) => {
    for (let attempt = 1; ; attempt += 1) {
      const reply = await attempted(options, call);
      if (reply.kind !== 'failed') return reply;
      const wait = retryWait(attempt, reply.retryAfter, clock.now());
      if (attempt === ATTEMPTS || wait > LONGEST_WAIT) throw unavailable(call, reply, attempt);
      logger?.warn('astro.retried', { path: call.path, reason: reply.reason, attempt, wait });
      await clock.sleep(wait);
    }
  };
}

async function attempted(options: AstroOptions, call: Call): Promise<Reply | Failure> {
  const first = await exchange(options, call.path, await options.token());
  if ('kind' in first) return first;
  if (first.status !== 401) return replyOf(first, call);
  const second = await exchange(options, call.path, await options.token({ fresh: true }));
  return 'kind' in second ? second : replyOf(second, call);
}

function unavailable(call: Call, { reason, cause }: Failure, attempts: number) {
  const tries = attempts === 1 ? 'once' : `${attempts} times`;
  const message = `Astro gave no answer to GET ${call.path}, asked ${tries}: ${reason}`;
  return new AstroUnavailableError(message, { cause });
}
