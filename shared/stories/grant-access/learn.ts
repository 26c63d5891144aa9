import {
  PolicyConflictError,
  PolicyRefusedError,
  PrincipalRejectedError,
  QuotaExceededError,
  TransientError,
} from '../../cloud/errors.ts';
import type { Problem } from '../../policy/plan.ts';
import { VersionConflictError } from '../../record/errors.ts';
import type { Pass } from './pass.ts';
import type { Situation } from './situation.ts';

/** Takes in what the cloud refused, so that the next attempt does without it; throws what it cannot use. */
export function learn(error: unknown, situations: readonly Situation[], pass: Pass): void {
  const open = situations.filter(({ access }) => !pass.barred.has(access.item.accessId));
  if (isPassing(error)) {
    pass.conflicts += 1;
    pass.last = error;
  } else if (error instanceof PrincipalRejectedError) rejected(error, open, pass);
  else if (error instanceof QuotaExceededError) full(error, open, pass);
  else if (error instanceof PolicyRefusedError) {
    bar(ordered(open), pass, { code: error.code, text: error.message, advice: error.advice });
  } else throw error;
}

function isPassing(
  error: unknown,
): error is PolicyConflictError | TransientError | VersionConflictError {
  return (
    error instanceof PolicyConflictError ||
    error instanceof TransientError ||
    error instanceof VersionConflictError
  );
}

function rejected(error: PrincipalRejectedError, open: readonly Situation[], pass: Pass): void {
  const { principal } = error;
  const named = open.filter(({ claim }) => claim.wanted?.identity === principal);
  if (named.length > 0) {
    const where = pass.whereDeleted(principal);
    bar(named, pass, where === undefined ? NOT_VISIBLE(principal) : DELETED(principal, where));
  } else if (pass.rejected.has(principal)) {
    bar(ordered(open), pass, STRANGER(principal, pass.whereNamed(principal)));
  }
  // Somebody else's, or what is left of one of ours: the next plan drops it where it is ours to drop.
  else pass.rejected.add(principal);
}

/** The newest gives way first: those in place stay. */
function full(error: QuotaExceededError, open: readonly Situation[], pass: Pass): void {
  const newcomers = open
    .filter(({ order, access }) => order.kind === 'grant' && access.item.state !== 'granted')
    .sort((a, b) => (a.access.item.createdAt < b.access.item.createdAt ? 1 : -1));
  bar(newcomers.length > 0 ? newcomers.slice(0, 1) : ordered(open), pass, FULL(error.message));
}

function ordered(open: readonly Situation[]): readonly Situation[] {
  return open.filter(({ order }) => order.kind !== 'keep');
}

function bar(those: readonly Situation[], pass: Pass, problem: Problem): void {
  for (const { access } of those) pass.barred.set(access.item.accessId, problem);
  // Nobody to leave out: the next attempt would only meet the same again.
  if (those.length === 0) pass.conflicts += 1;
}

const NOT_VISIBLE = (principal: string): Problem => ({
  code: 'identity-not-visible',
  text: `The cloud cannot see the identity ${principal} yet.`,
  advice: 'Nothing to do: it is tried again.',
});

const DELETED = (principal: string, where: string): Problem => ({
  code: 'identity-deleted',
  text: `The policy shows ${principal} as deleted, in ${where}: the account is gone, or was made again under the same address.`,
  advice: `If the Deployment is healthy in Astro, whoever owns ${where} must remove the deleted member; it is tried again.`,
});

const STRANGER = (principal: string, where = 'a statement that is not ours'): Problem => ({
  code: 'orphan-principal',
  text: `The policy names ${principal}, which no longer exists, in ${where}; until it goes, the cloud refuses every change.`,
  advice: `Whoever owns ${where} must remove ${principal} from it; then retry.`,
});

const FULL = (message: string): Problem => ({
  code: 'policy-full',
  text: `The policy is full: ${message}. Existing access is untouched.`,
  advice: 'Raise the quota, or give the rule a role of its own.',
});
