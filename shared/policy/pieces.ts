import type { Claim, Placement } from './claim.ts';

/**
 * One thing that is in a policy or is not: a principal in a statement, a member in a role's
 * binding, a policy attached to a role. As text, `<place> <what>`; a place has no blanks.
 */
export type Piece = string;

export function piece(place: string, what: string): Piece {
  return `${place} ${what}`;
}

export function whatOf(entire: Piece): string {
  return entire.slice(entire.indexOf(' ') + 1);
}

export function placeOf(entire: Piece): string {
  return entire.slice(0, entire.indexOf(' '));
}

/** What these pieces put into each place, both in order. */
export function byPlace(pieces: Iterable<Piece>): ReadonlyMap<string, readonly string[]> {
  const places = Map.groupBy([...pieces].sort(), placeOf);
  return new Map([...places].map(([place, there]) => [place, there.map(whatOf)]));
}

/** A claim, taken apart into pieces. */
export interface Ask {
  readonly accessId: string;
  readonly since: string;
  readonly barred: boolean;
  /** Absent: nobody wants it any more. */
  readonly wanted?: readonly Piece[];
  readonly placed: readonly Piece[];
}

type PiecesOf = (placement: Placement) => readonly Piece[];

export function asksOf(
  claims: readonly Claim[],
  wantedPieces: PiecesOf,
  placedPieces: PiecesOf = wantedPieces,
): readonly Ask[] {
  return claims.map(({ accessId, since, barred = false, wanted, placed }) => ({
    accessId,
    since,
    barred,
    ...(wanted && { wanted: wantedPieces(wanted) }),
    placed: placed.flatMap(placedPieces),
  }));
}

/** The oldest first. */
export function byAge(one: Ask, other: Ask): number {
  if (one.since !== other.since) return one.since < other.since ? -1 : 1;
  return one.accessId < other.accessId ? -1 : 1;
}

/** Bars those that are refused: what is refused is not added, and what it had before stays. */
export function bar(
  asks: readonly Ask[],
  refused: { has(accessId: string): boolean },
): readonly Ask[] {
  return asks.map((ask) => (refused.has(ask.accessId) ? { ...ask, barred: true } : ask));
}

/** The pieces in a policy as it stands, by whose they are. */
export interface View {
  readonly ours: ReadonlySet<Piece>;
  readonly byHand: ReadonlySet<Piece>;
}

export interface Difference {
  readonly add: ReadonlySet<Piece>;
  readonly remove: ReadonlySet<Piece>;
}

/** Adds what is wanted and missing; removes only what the record says we placed and nobody wants. */
export function difference(asks: readonly Ask[], view: View): Difference {
  const active = asks.filter((ask) => !ask.barred);
  const barred = asks.filter((ask) => ask.barred);
  const wanted = asks.flatMap((ask) => ask.wanted ?? []);
  const kept = new Set([...wanted, ...barred.flatMap((ask) => ask.placed)]);
  const add = active
    .flatMap((ask) => ask.wanted ?? [])
    .filter((entire) => !view.ours.has(entire) && !view.byHand.has(entire));
  const remove = active
    .flatMap((ask) => ask.placed)
    .filter((entire) => view.ours.has(entire) && !kept.has(entire));
  return { add: new Set(add), remove: new Set(remove) };
}
