import type { QuotaExceededError } from '../../cloud/errors.ts';
import { roleNotDeleted } from '../../policy/own-role-problems.ts';
import type { Problem } from '../../policy/plan.ts';

export const NOT_VISIBLE = (principal: string): Problem => ({
  code: 'identity-not-visible',
  text: `The cloud cannot see the identity ${principal} yet.`,
  advice: 'Nothing to do: it is tried again.',
});

export const DELETED = (principal: string, where: string): Problem => ({
  code: 'identity-deleted',
  text: `The policy shows ${principal} as deleted, in ${where}: the account is gone, or was made again under the same address.`,
  advice: `If the Deployment is healthy in Astro, whoever owns ${where} must remove the deleted member; it is tried again.`,
});

/** Nothing of his is taken: he may be one who lives, and whom IAM does not see for a moment. */
export const FADING = (principal: string): Problem => ({
  code: 'identity-fading',
  text: `The policy shows ${principal}, whom we have let in, as living, and yet the cloud does not know it; until that is over, it refuses every change.`,
  advice: `Nothing to do: it is tried again. If it stays so, look in AWS whether ${principal} exists, and take it out of our statement by hand if it does not.`,
});

export const STRANGER = (principal: string, where = 'a statement that is not ours'): Problem => ({
  code: 'orphan-principal',
  text: `The policy names ${principal}, which no longer exists, in ${where}; until it goes, the cloud refuses every change.`,
  advice: `Whoever owns ${where} must remove ${principal} from it; then retry.`,
});

export const FULL = ({ message, advice }: QuotaExceededError): Problem => ({
  code: 'policy-full',
  text: `The policy is full: ${sentence(message)} Existing access is untouched.`,
  advice: `${advice}.`,
});

export const IN_USE = (message: string): Problem =>
  roleNotDeleted(
    sentence(message),
    'Take the role out of whatever uses it (an instance profile, say); then retry.',
  );

/** A role of that name which IAM shows us is looked at by the planner; this one it does not show. */
export const TAKEN = (message: string): Problem => ({
  code: 'role-name-taken',
  text: `IAM makes no role and shows none: ${sentence(message)} The names may differ in case only.`,
  advice: 'Give the target another role name, or delete that role if nobody needs it; then retry.',
});

/** The clouds' own words end in a full stop, or do not. */
function sentence(words: string): string {
  return `${words.replace(/\.$/, '')}.`;
}
