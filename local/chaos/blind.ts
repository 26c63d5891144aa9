import { isGiven } from '../../shared/record/verdict.ts';
import type { Installation } from './installation.ts';
import type { Piece } from './pieces.ts';
import type { Random } from './random.ts';
import { takeRounds } from './rounds.ts';
import type { World } from './world.ts';

/** Whatever so few, or such a part of them, come to may end in an hour without a word of anybody. */
const FEW = 2;
const PART = 0.2;

/**
 * The token of one installation suddenly sees no Deployment: lists are empty and add up, and
 * Astro knows none by its id. That is as if all had been deleted; a few may be taken for gone, and
 * then the breaker stops it.
 */
export async function goBlind(
  world: World,
  installation: Installation,
  _: readonly number[],
  random: Random,
): Promise<string> {
  const { truth, blindnesses } = world;
  // Somebody has just said that what ends is meant to.
  const { confirmed } = await installation.record.breaker.get();
  if (confirmed !== undefined) return 'it sees them: endings are confirmed';
  const before = await standing(world, installation);
  blindnesses.blind(installation.id);
  for (const { id } of truth.deployments()) installation.unseen.add(id);
  await takeRounds(world, installation, random);
  // Of whoever was taken for gone nothing was kept, and what is not told cannot be decided anew.
  truth.untold.forget(installation.id);
  // What was withheld meanwhile is given anew, whoever took it out before.
  truth.drifts.forget(installation.id);
  blindnesses.see(installation.id);
  const after = await standing(world, installation);
  const taken = [...before].filter(([, pieces]) => !pieces.every((one) => truth.isIn(one)));
  const most = Math.max(FEW, Math.floor(PART * Math.max(before.size, after.size)));
  if (taken.length > most) {
    const detail = `${installation.id} took ${taken.length} of ${before.size}`;
    truth.say('who sees nobody takes from few', detail);
  }
  return `sees no Deployment for a while; ${taken.length} of ${before.size} taken`;
}

/**
 * The accesses that are given, as far as was last decided, and are there. What had an end by then was
 * counted when it got it.
 */
async function standing(
  { truth }: World,
  installation: Installation,
): Promise<ReadonlyMap<string, readonly Piece[]>> {
  const heads = (await installation.record.deployments.list()).map(({ item }) => item);
  const given = heads.flatMap(({ decided }) => (decided?.wants ?? []).filter(isGiven));
  const known = new Set(given.map(({ accessId }) => accessId));
  const accesses = truth
    .deployments()
    .flatMap(({ id }) => truth.due(installation, id).accesses)
    .filter(({ accessId, fate, pieces }) => {
      return fate === 'grant' && known.has(accessId) && pieces.every((one) => truth.isIn(one));
    });
  return new Map(accesses.map(({ accessId, pieces }) => [accessId, pieces]));
}
