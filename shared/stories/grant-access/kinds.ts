import type { PolicyRefusedError } from '../../cloud/errors.ts';
import { digest } from '../../runtime/json.ts';
import type { Situation } from './situation.ts';

type Kinds = readonly (readonly Situation[])[];

/** What the clouds say of a whole policy, though it may be about one of its roles or members. */
export const OF_SOME = [
  'malformed-policy',
  'domain-restricted',
  'organization-policy',
  'grant-not-permitted',
];

/** Of more than these, one kind is refused as a whole: one by one they would be too many writes. */
const FEW = 8;

/**
 * Of those whom a refused write was for, who may be meant: whom the refusal names, or each kind of
 * them by itself, or of one kind each identity; nobody by himself where it is about all.
 */
export function kindsMeant(
  { code, message }: PolicyRefusedError,
  tried: readonly Situation[],
): Kinds {
  if (!OF_SOME.includes(code)) return [];
  const named = tried.filter(({ claim }) => isNamed(message, claim.wanted?.identity));
  if (named.length > 0) return [named];
  const kinds = kindsOf(tried);
  // What role may be given does not depend on whom it is given to.
  return kinds.length === 1 && code !== 'grant-not-permitted' ? oneByOne(tried) : kinds;
}

function oneByOne(kind: readonly Situation[]): Kinds {
  const identities = Map.groupBy(kind, ({ claim }) => claim.wanted?.identity);
  return identities.size > FEW ? [kind] : [...identities.values()];
}

/** An identity may be how another one begins. */
function isNamed(message: string, identity: string | undefined): boolean {
  if (identity === undefined) return false;
  const behind = message.split(identity).slice(1);
  return behind.some((rest) => !/^[\w-]/.test(rest));
}

/**
 * Those that the cloud takes or refuses alike: who goes, and who is given the same. Those that were
 * refused before come last and by themselves, so that they keep nobody waiting.
 */
export function kindsOf(situations: readonly Situation[]): Kinds {
  const kinds = [...Map.groupBy(situations, kindOf).values()];
  const before = (kind: readonly Situation[]) => (kind.some(wasRefused) ? 1 : 0);
  return kinds.toSorted((one, other) => before(one) - before(other));
}

function kindOf(situation: Situation): string {
  const { order } = situation;
  const what = order.kind === 'grant' ? digest(order.want.specification) : order.kind;
  return `${what} ${wasRefused(situation)}`;
}

function wasRefused({ access }: Situation): boolean {
  return access.item.state === 'refused';
}
