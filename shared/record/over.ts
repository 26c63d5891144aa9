import { after, HOUR } from '../runtime/clock.ts';
import type { AccessItem, DeploymentItem } from './items.ts';
import { everPlaced } from './placement.ts';
import { isTakenBack } from './verdict.ts';

/**
 * How long what is over is remembered. Each sweep reads all heads and each pass all rows of a
 * target; where Deployments come and go every day, those of years would be among them. What
 * happened stays in the history. No worker that has seen it before lives as long, so that numbers
 * and versions may begin anew.
 */
const REMEMBERED = 7 * 24 * HOUR;

/** Gone, and nothing is wanted for it any more; something may still be in place. */
export function isOver({ decided }: DeploymentItem, now: Date): boolean {
  return decided !== undefined && isTakenBack(decided) && isLongAgo(decided.at, now);
}

/** Whether nothing of ours is in place for it, or may be put back. */
export function isRid(row: AccessItem): boolean {
  return everPlaced(row).length === 0;
}

/** Taken back, and of a Deployment that nobody will give anything again. */
export function isRowOver(
  row: AccessItem,
  deployment: DeploymentItem | undefined,
  now: Date,
): boolean {
  const { state, since } = row;
  const isGone =
    deployment === undefined || (deployment.decided && isTakenBack(deployment.decided));
  return isGone === true && state === 'revoked' && isRid(row) && isLongAgo(since, now);
}

function isLongAgo(at: string, now: Date): boolean {
  return after(new Date(at), REMEMBERED) <= now.toISOString();
}
