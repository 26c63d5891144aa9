import { AccessError } from '../runtime/errors.ts';

/** The policy is no longer the one that was read: read policy and rows again. */
export class PolicyConflictError extends AccessError {
  readonly code = 'policy-conflict';
  readonly disposition = 'retry';
}

/** The cloud does not know a principal or member: not yet visible, gone, or never there. */
export class PrincipalRejectedError extends AccessError {
  readonly code = 'principal-rejected';
  readonly disposition = 'retry';
  /** As the cloud named it: an ARN, an `AROA...` id, or a member without its prefix. */
  readonly principal: string;
  constructor(principal: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.principal = principal;
  }
}

/** The policy is full: IAM is the authority on the count, our own is advisory. */
export class QuotaExceededError extends AccessError {
  readonly code = 'quota-exceeded';
  readonly disposition = 'retry';
  readonly advice: string;
  constructor(message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.advice = advice;
  }
}

/** IAM does not create a role, for there is one of that name: ours of a moment ago, or another's. */
export class NameTakenError extends PolicyConflictError {}

/** IAM does not delete a role for something that is on it, which a reading may or may not show. */
export class RoleInUseError extends PolicyConflictError {}

/** What the cloud refuses for good: the text and the advice are for the person who can mend it. */
export class PolicyRefusedError extends AccessError {
  readonly code: string;
  readonly disposition = 'discard';
  readonly advice: string;
  constructor(code: string, message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.advice = advice;
  }
}

/** Throttled, timed out or a fault of the cloud's own: the same again may succeed. */
export class TransientError extends AccessError {
  readonly code = 'transient';
  readonly disposition = 'retry';
}

/** A message names a target that this cloud's functions cannot open. */
export class UnknownTargetError extends AccessError {
  readonly code = 'unknown-target';
  readonly disposition = 'dead-letter';
}

/** What Pub/Sub is answered so that it sends a message again. */
export class MessageFailedError extends AccessError {
  readonly code = 'message-failed';
  readonly disposition = 'retry';
}
