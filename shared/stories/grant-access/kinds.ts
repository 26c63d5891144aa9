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

/**
 * Of those whom a refused write was for, who may be meant: whom the refusal names, or each kind of
 * them by itself; nobody by himself where it is about all.
 */
export function kindsMeant(
  { code, message }: PolicyRefusedError,
  tried: readonly Situation[],
): Kinds {
  if (!OF_SOME.includes(code)) return [];
  const named = tried.filter(({ claim }) => isNamed(message, claim.wanted?.identity));
  return named.length > 0 ? [named] : kindsOf(tried);
}

/** An identity may be how another one begins. */
function isNamed(message: string, identity: string | undefined): boolean {
  if (identity === undefined) return false;
  const behind = message.split(identity).slice(1);
  return behind.some((rest) => !/^[\w-]/.test(rest));
}

/**
 * Those that the cloud takes or refuses alike: who goes, and who is given the same. The kinds that
 * were refused before come last, so that they keep nobody waiting.
 */
export function kindsOf(situations: readonly Situation[]): Kinds {
  const kinds = [...Map.groupBy(situations, kindOf).values()];
  const before = (kind: readonly Situation[]) =>
    kind.some(({ access }) => access.item.state === 'refused') ? 1 : 0;
  return kinds.toSorted((one, other) => before(one) - before(other));
}

function kindOf({ order }: Situation): string {
  return order.kind === 'grant' ? digest(order.want.specification) : order.kind;
}
