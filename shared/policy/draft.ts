import {
  type Ask,
  bar,
  byAge,
  type Difference,
  difference,
  type Piece,
  type View,
} from './pieces.ts';
import type { Problem, Standing } from './plan.ts';
import { standingsOf } from './standings.ts';

/** What differs between the policies: how pieces become a policy, and how much of it there is room for. */
export interface Desk<Policy> {
  readonly view: View;
  build(change: Difference, asks: readonly Ask[]): Policy;
  fits(policy: Policy, change: Difference): boolean;
  /** For one that finds no room in what the policy will be. */
  full(policy: Policy): Problem;
}

export interface Draft<Policy> {
  /** Those that are refused are barred in it. */
  readonly asks: readonly Ask[];
  readonly change: Difference;
  readonly policy: Policy;
  readonly standings: ReadonlyMap<string, Standing>;
}

/** The policy as it should become: what is `refused` is left as it is, and so is what finds no room. */
export function draft<Policy>(
  claimed: readonly Ask[],
  refused: ReadonlyMap<string, Problem>,
  desk: Desk<Policy>,
): Draft<Policy> {
  const able = bar(claimed, refused);
  const crowded = withoutRoom(able, desk);
  const asks = bar(able, crowded);
  const change = difference(asks, desk.view);
  const policy = desk.build(change, asks);
  const full = [...crowded].map((accessId) => [accessId, desk.full(policy)] as const);
  const scene = { asks, change, view: desk.view, refused: new Map([...refused, ...full]) };
  return { asks, change, policy, standings: standingsOf(scene) };
}

/** The newest are left out until the others fit. Nothing added always fits: removals go on when full. */
function withoutRoom<Policy>(asks: readonly Ask[], desk: Desk<Policy>): ReadonlySet<string> {
  const { add } = difference(asks, desk.view);
  const newcomers = asks
    .filter((ask) => !ask.barred && ask.wanted?.some((entire) => add.has(entire)))
    .toSorted(byAge);
  const leftOut = (count: number) =>
    stillWithout(asks, new Set(newcomers.slice(count).map((ask) => ask.accessId)), desk.view);
  const fits = (count: number) => {
    const able = bar(asks, leftOut(count));
    const change = difference(able, desk.view);
    return desk.fits(desk.build(change, able), change);
  };
  const moves = newcomers.some((ask) => ask.placed.some((entire) => desk.view.ours.has(entire)));
  return leftOut(moves ? mostOneByOne(newcomers.length, fits) : most(newcomers.length, fits));
}

/** One that moves from a long place to a short one makes room: more may fit where fewer do not. */
function mostOneByOne(limit: number, fits: (count: number) => boolean): number {
  let count = limit;
  while (count > 0 && !fits(count)) count -= 1;
  return count;
}

/** The largest count that fits, where more never need less room than fewer; none always fits. */
function most(limit: number, fits: (count: number) => boolean): number {
  if (fits(limit)) return limit;
  let [enough, tooMany] = [0, limit];
  while (tooMany - enough > 1) {
    const middle = Math.floor((enough + tooMany) / 2);
    if (fits(middle)) enough = middle;
    else tooMany = middle;
  }
  return enough;
}

/** Whoever wants only what others get as well is not left out. */
function stillWithout(
  asks: readonly Ask[],
  left: ReadonlySet<string>,
  { ours, byHand }: View,
): ReadonlySet<string> {
  const { add } = difference(bar(asks, left), { ours, byHand });
  const has = (entire: Piece) => add.has(entire) || ours.has(entire) || byHand.has(entire);
  const missing = asks.filter(({ accessId, wanted }) => left.has(accessId) && !wanted?.every(has));
  return new Set(missing.map((ask) => ask.accessId));
}
