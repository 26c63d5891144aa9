import type { Problem } from '../../policy/plan.ts';
import type { AccessItem } from '../../record/items.ts';

/** Of a role of our own that nobody needs, and that is there still for what others put on it. */
export function isRoleLeft({ code }: Problem): boolean {
  return code === 'role-left';
}

/** What is said of the role that an access has left behind; undefined where it left none. */
export function roleLeftBy({ state, notices = [] }: AccessItem): Problem | undefined {
  return state === 'revoked' ? notices.find(isRoleLeft) : undefined;
}

/** Of a role that gives nobody anything any more, and that IAM does not delete. */
export function isRoleInUse({ code }: Problem): boolean {
  return code === 'role-in-use';
}
