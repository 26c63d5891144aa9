import { after, HOUR } from '../runtime/clock.ts';
import type { AccessItem, DeploymentItem } from './items.ts';
import { isTakenBack } from './verdict.ts';

/**
 * How long what is over is remembered. Each sweep reads all heads and each pass all rows of a
 * target; where Deployments come and go every day, those of years would be among them. What
 * happened stays in the history. No worker that has seen it before lives as long, so that numbers
 * and versions may begin anew.
 */
const REMEMBERED = 7 * 24 * HOUR;

/** Gone, with all that it was given. */
export function isOver({ decided }: DeploymentItem, now: Date): boolean {
  if (decided === undefined || !isTakenBack(decided)) return false;
  return (decided.leaving ?? []).length === 0 && isLongAgo(decided.at, now);
}

/** Taken back, and of a Deployment that nobody will give anything again. */
export function isRowOver(
  { state, placed, since }: AccessItem,
  deployment: DeploymentItem | undefined,
  now: Date,
): boolean {
  const isGone =
    deployment === undefined || (deployment.decided && isTakenBack(deployment.decided));
  return isGone === true && state === 'revoked' && placed.length === 0 && isLongAgo(since, now);
}

function isLongAgo(at: string, now: Date): boolean {
  return after(new Date(at), REMEMBERED) <= now.toISOString();
}
