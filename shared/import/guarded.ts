import type { Finds, Found } from './found.ts';
import { externalIdOf } from './gifts.ts';

/**
 * One role cannot be a target with an ExternalId and one without. Who is let in without one is let
 * in whatever is shown, so where both are there today, all are given with one.
 */
export function guarded(finds: Finds): {
  readonly finds: Finds;
  readonly warnings: readonly string[];
} {
  const roles = Map.groupBy(
    finds.filter(({ gift }) => gift?.kind === 'awsSharedRole'),
    ({ where }) => where,
  );
  const mixed = [...roles].flatMap(([where, those]) => {
    const ids = those.flatMap(({ gift }) => (gift && externalIdOf(gift)) ?? []);
    const [first] = ids.toSorted();
    return first !== undefined && ids.length < those.length ? [{ where, first }] : [];
  });
  return {
    finds: mixed.reduce<Finds>(
      (left, { where, first }) => withExternalId(left, where, first),
      finds,
    ),
    warnings: mixed.map(
      ({ where, first }) =>
        `The ${where} lets some Deployments in with an ExternalId and some without. All are proposed with one (${first}), which also lets in who needs none.`,
    ),
  };
}

function withExternalId(finds: Finds, where: string, externalId: string): Finds {
  const here = finds.filter((found) => found.where === where);
  const has = new Set(here.filter(isGuarded).map(({ principal }) => principal));
  return finds.flatMap((found) => {
    const { gift } = found;
    if (found.where !== where || gift?.kind !== 'awsSharedRole' || isGuarded(found)) return [found];
    return has.has(found.principal) ? [] : [{ ...found, gift: { ...gift, externalId } }];
  });
}

function isGuarded({ gift }: Found): boolean {
  return gift !== undefined && externalIdOf(gift) !== undefined;
}
