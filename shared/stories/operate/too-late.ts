import type { Want } from '../../record/items.ts';
import { isGiven } from '../../record/verdict.ts';
import { after, SECOND } from '../../runtime/clock.ts';
import type { Decision } from './operate-order.ts';

/** Time for a decision to be written: one that lands after the end would be promised and not kept. */
const MARGIN = 30 * SECOND;

/** Why it cannot be decided so on this access now; undefined where it can. */
export function objectionTo(decision: Decision, want: Want, now: Date): string | undefined {
  if (decision === 'approve' && !isGiven(want)) return UNASKED;
  const { until } = want;
  const prolongs = decision === 'release' || decision === 'hold';
  if (!prolongs || until === undefined || until > after(now, MARGIN)) return undefined;
  const ended = until <= now.toISOString();
  return `Too late: it ${ended ? 'ended' : 'ends'} at ${until}. ${BACK}`;
}

const UNASKED =
  'No access rule gives it any more, so there is nothing to approve. If it should stay, release it.';

const BACK =
  'If it is still needed, put the rule or the name back: it is then given again at once.';
