import type { HandedOver } from '../record/handovers.ts';
import { digest } from '../runtime/json.ts';
import type { Verb } from './press.ts';
import { standingOf } from './standing.ts';
import type { AccessView, DeploymentView } from './view.ts';

/** What a person can do about one access as it stands, whatever the way to say so. */
export function offersOf(access: AccessView): readonly Verb[] {
  const offered: readonly (readonly [Verb, boolean])[] = [
    ['approve', awaitsApproval(access) || isDenied(access) || isLapsed(access)],
    ['deny', awaitsApproval(access)],
    ['diff', hasDiff(access)],
    ['connect', canConnect(access)],
    ['replace', isTaken(access)],
    ['retry', isStuck(access)],
    ['undo', isEnding(access)],
    ['hold', canBeHeld(access)],
    ['release', isHeld(access)],
    ['revoke', canBeRevoked(access)],
  ];
  return offered.filter(([, applies]) => applies).map(([verb]) => verb);
}

/** The verbs that apply to at least one access of the Deployment. */
export function offersOfAll({ accesses }: DeploymentView): ReadonlySet<Verb> {
  return new Set(accesses.flatMap(offersOf));
}

export function awaitsApproval({ state, reason }: AccessView): boolean {
  return reason?.code === 'approval' && (state === 'waiting' || state === 'granted');
}

/** A person said no, and a rule would give it: an approval gives it after all. */
export function isDenied({ state, reason, until, kept, mode }: AccessView): boolean {
  // Of what is refused it is the cloud that denies.
  const denied = state === 'revoked' && reason?.code === 'denied';
  return denied && until === undefined && kept !== true && mode !== 'preview';
}

/** Nobody said anything while it was asked for: an approval gives it, a retry asks again. */
export function isLapsed(access: AccessView): boolean {
  return standingOf(access) === 'lapsed';
}

/** Held counts also for what is in place: nobody takes it then. */
export function isHeld({ state, reason }: AccessView): boolean {
  return reason?.code === 'held' && state !== 'refused' && state !== 'revoked';
}

/** What keeps it where it is, though no rule gives it any more. */
const STAYS: readonly (string | undefined)[] = ['held', 'kept', 'withheld'];

/** It is still there, and goes when its time is over. */
export function isEnding({ state, until, kept, reason }: AccessView): boolean {
  return (
    until !== undefined && kept !== true && state !== 'revoked' && !STAYS.includes(reason?.code)
  );
}

/** Nobody has asked for its connection yet, or asking came to nothing. */
export function lacksConnection(access: AccessView): boolean {
  const { handover } = access;
  if (!canHaveConnection(access)) return false;
  if (handover === undefined || handover.create === 'never' || handover.asked) return false;
  return madeOf(access) === undefined || madeOf(access)?.state === 'refused';
}

/** Asking makes it, or has it tried at once: it may wait for what a person has mended by now. */
export function canConnect(access: AccessView): boolean {
  const { handover } = access;
  const waits = madeOf(access)?.state === 'waiting' && handover?.create !== 'never';
  return lacksConnection(access) || (waits && !handover?.asked && canHaveConnection(access));
}

/** Somebody else has a connection of the same id. */
export function isTaken(access: AccessView): boolean {
  const taken = madeOf(access)?.state === 'taken' && !access.handover?.asked;
  return taken && canHaveConnection(access);
}

/** What ends soon gets none any more. */
function canHaveConnection({ connection, state, mode, until }: AccessView): boolean {
  return (
    connection !== undefined && state === 'granted' && until === undefined && mode !== 'preview'
  );
}

/** What became of its connection as it is now: an earlier one says nothing about it. */
export function madeOf({ connection, handover }: AccessView): HandedOver | undefined {
  const { done, via } = handover ?? {};
  if (connection === undefined || done?.via !== via) return undefined;
  return done?.connection === digest(connection) ? done : undefined;
}

/** In place, by our hand. */
export function canBeRevoked(access: AccessView): boolean {
  return standingOf(access) === 'granted' && !access.byHand;
}

function isStuck(access: AccessView): boolean {
  const standing = standingOf(access);
  return (
    standing === 'refused' ||
    standing === 'lapsed' ||
    (standing === 'waiting' && access.state === 'waiting')
  );
}

function canBeHeld(access: AccessView): boolean {
  if (isHeld(access) || access.kept || isEnding(access)) return false;
  return ['granted', 'waiting', 'refused'].includes(standingOf(access));
}

function hasDiff(access: AccessView): boolean {
  const { proposal, drift } = access;
  return proposal !== undefined || drift !== undefined || awaitsApproval(access);
}
