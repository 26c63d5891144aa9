import {
  NameTakenError,
  PolicyConflictError,
  PolicyRefusedError,
  PrincipalRejectedError,
  QuotaExceededError,
  RoleInUseError,
  TransientError,
} from '../../cloud/errors.ts';
import type { Problem } from '../../policy/plan.ts';
import { isUniqueId } from '../../policy/principals.ts';
import { VersionConflictError } from '../../record/errors.ts';
import type { AccessError } from '../../runtime/errors.ts';
import { kindsMeant } from './kinds.ts';
import { DELETED, FADING, FULL, IN_USE, NOT_VISIBLE, STRANGER, TAKEN } from './learnt-problems.ts';
import { ATTEMPTS, type Pass } from './pass.ts';
import type { Situation } from './situation.ts';

/** Takes in what the cloud refused, so that the next attempt does without it; throws what it cannot use. */
export function learn(error: unknown, situations: readonly Situation[], pass: Pass): void {
  if (error instanceof TransientError) for (const id of pass.trying) pass.unsure.add(id);
  const open = situations.filter(
    ({ access, resting }) => !resting && !pass.barred.has(access.item.accessId),
  );
  const lasting = isLast(pass) ? whyItLasts(error) : undefined;
  if (lasting !== undefined) bar(ordered(open), pass, lasting);
  else if (isPassing(error)) passing(error, pass);
  else if (error instanceof PrincipalRejectedError) rejected(error, open, pass);
  else if (error instanceof QuotaExceededError) full(error, open, pass);
  else if (error instanceof PolicyRefusedError) refused(error, open, pass);
  else throw error;
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

/** What passes by itself, and still did not: written down, or nobody would hear of it. */
function isLast(pass: Pass): boolean {
  return pass.conflicts >= ATTEMPTS - 1;
}

function whyItLasts(error: unknown): Problem | undefined {
  if (error instanceof RoleInUseError) return IN_USE(error.message);
  return error instanceof NameTakenError ? TAKEN(error.message) : undefined;
}

function passing(error: AccessError, pass: Pass): void {
  pass.conflicts += 1;
  pass.last = error;
}

function rejected(error: PrincipalRejectedError, open: readonly Situation[], pass: Pass): void {
  const { principal } = error;
  const named = open.filter(({ claim }) => claim.wanted?.identity === principal);
  if (named.length > 0) {
    const where = pass.whereDeleted(principal);
    bar(named, pass, where === undefined ? NOT_VISIBLE(principal) : DELETED(principal, where));
  }
  // For a while after it was deleted a policy may show it as living; as deleted it does no harm.
  else if (!isUniqueId(principal) && !isLast(pass)) passing(error, pass);
  // Somebody else's, or what is left of one of ours: the next plan drops it where it is ours to drop.
  else if (!pass.rejected.has(principal)) pass.rejected.add(principal);
  else bar(ordered(open), pass, inTheWay(principal, pass));
}

/** Who keeps the cloud from taking the policy, whoever it is for. */
function inTheWay(principal: string, { whereNamed, isNamedByUs }: Pass): Problem {
  const where = whereNamed(principal);
  if (where === undefined && isNamedByUs(principal)) return FADING(principal);
  return STRANGER(principal, where);
}

/** Of a write for several kinds, each kind is tried alone: what is wrong with one is not the others' fault. */
function refused(error: PolicyRefusedError, open: readonly Situation[], pass: Pass): void {
  const tried = open.filter(({ access }) => pass.trying.has(access.item.accessId));
  const [first = ordered(open), ...others] = kindsMeant(error, tried);
  if (others.length > 0) {
    pass.alone = new Set(first.map(({ access }) => access.item.accessId));
    return;
  }
  bar(first, pass, { code: error.code, text: error.message, advice: error.advice });
  delete pass.alone;
}

/** The newest gives way first: those in place stay. */
function full(error: QuotaExceededError, open: readonly Situation[], pass: Pass): void {
  const newcomers = open
    .filter(({ order, access }) => order.kind === 'grant' && access.item.state !== 'granted')
    .sort((a, b) => (a.access.item.createdAt < b.access.item.createdAt ? 1 : -1));
  bar(newcomers.length > 0 ? newcomers.slice(0, 1) : ordered(open), pass, FULL(error));
}

function ordered(open: readonly Situation[]): readonly Situation[] {
  return open.filter(({ order }) => order.kind !== 'keep');
}

function bar(those: readonly Situation[], pass: Pass, problem: Problem): void {
  for (const { access } of those) pass.barred.set(access.item.accessId, problem);
  if (those.length > 0) return;
  // Nobody to leave out: the next attempt would only meet the same again.
  pass.conflicts += 1;
  pass.blocked = true;
}
