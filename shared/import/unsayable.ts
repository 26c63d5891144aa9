import { refusedRole } from '../rules/dangerous-roles.ts';
import { TARGET } from '../rules/schema-targets.ts';
import type { Gift } from './found.ts';

/** Why the access rules would refuse a target that gives this; `undefined` where they take it. */
export function unsayable({ kind, ...grant }: Gift): string | undefined {
  const refused = 'roles' in grant ? grant.roles.map(refusedRole).find(Boolean) : undefined;
  if (refused !== undefined) return refused;
  const result = TARGET.safeParse({ [kind]: grant });
  return result.error?.issues[0]?.message;
}
