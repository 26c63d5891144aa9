import { systemClock } from '../runtime/clock.ts';
import { type Call, parsed, type Reply, replyOf } from './astro-call.ts';
import { astroMessage } from './astro-error-body.ts';
import { exchange } from './astro-exchange.ts';
import { type AstroOptions, unavailable } from './astro-get.ts';

/** What a write may meet besides: something of the kind is there already. */
export type Written = Reply | { readonly kind: 'conflict'; readonly message: string };

export type Post = (call: Call & { readonly body: object }) => Promise<Written>;

/**
 * Writes to Astro's v1 API, and only once: whether a call that got no answer was carried out is to
 * be looked up, not tried out.
 */
export function astroPost(options: AstroOptions): Post {
  const { clock = systemClock } = options;
  return async (call) => {
    const answer = await exchange(options, call);
    if ('kind' in answer) throw unavailable(call, answer, 1, clock.now());
    const message = astroMessage(answer.status, parsed(answer.text));
    if (answer.status === 409 && message !== undefined) return { kind: 'conflict', message };
    const reply = replyOf(answer, call);
    if (reply.kind === 'failed') throw unavailable(call, reply, 1, clock.now());
    return reply;
  };
}
