import { digest } from '../../runtime/json.ts';
import type { Situation } from './situation.ts';

/**
 * Those that the cloud takes or refuses alike: who goes, and who is given the same. The kinds that
 * were refused before come last, so that they keep nobody waiting.
 */
export function kindsOf(situations: readonly Situation[]): readonly (readonly Situation[])[] {
  const kinds = [...Map.groupBy(situations, kindOf).values()];
  const before = (kind: readonly Situation[]) =>
    kind.some(({ access }) => access.item.state === 'refused') ? 1 : 0;
  return kinds.toSorted((one, other) => before(one) - before(other));
}

function kindOf({ order }: Situation): string {
  return order.kind === 'grant' ? digest(order.want.specification) : order.kind;
}
