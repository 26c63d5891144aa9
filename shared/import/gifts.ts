import { targetKey } from '../rules/specification.ts';
import { canonicalJson } from '../runtime/json.ts';
import type { Gift } from './found.ts';

/** What one identity has, one gift for each way into a policy, the roles of one policy together. */
export function merged(gifts: readonly Gift[]): readonly Gift[] {
  const ways = Map.groupBy(gifts, wayOf);
  return [...ways.values()].flatMap(([first, ...others]): readonly Gift[] => {
    if (first === undefined) return [];
    if (!('roles' in first)) return [first];
    const roles = [first, ...others].flatMap((gift) => rolesOf(gift));
    return [{ ...first, roles: [...new Set(roles)].toSorted() }];
  });
}

/** The same for two that are given by the same target. */
export function giftKey(gift: Gift): string {
  return canonicalJson(gift);
}

export function rolesOf(gift: Gift): readonly string[] {
  return 'roles' in gift ? gift.roles : [];
}

function wayOf(gift: Gift): string {
  return `${targetKey(gift)} ${externalIdOf(gift) ?? ''}`;
}

export function externalIdOf(gift: Gift): string | undefined {
  return gift.kind === 'awsSharedRole' ? gift.externalId : undefined;
}
