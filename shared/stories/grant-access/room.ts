import type { Target } from '../../cloud/target.ts';
import type { Plan, Standing } from '../../policy/plan.ts';
import type { Pass } from './pass.ts';

/**
 * Before somebody is refused for want of room, it is asked once how much there is now: what is known
 * of it may be from before it was raised. True when a plan must be made anew with another number.
 */
export async function hasOtherRoom(
  { standings }: Plan<unknown>,
  target: Pick<Target<unknown>, 'measure'>,
  pass: Pass,
): Promise<boolean> {
  if (pass.measured || target.measure === undefined) return false;
  if (![...standings.values()].some(isWithoutRoom)) return false;
  const other = await target.measure();
  pass.measured = true;
  return other;
}

export function isWithoutRoom(standing: Standing): boolean {
  return standing.kind === 'refused' && standing.problem.code === 'trust-policy-full';
}
