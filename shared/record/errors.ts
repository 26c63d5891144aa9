import { AccessError } from '../runtime/errors.ts';

/** Somebody else wrote the item since it was read. */
export class VersionConflictError extends AccessError {
  readonly code = 'version-conflict';
  readonly disposition = 'retry';
}

/** A newer worker took this Deployment: what the older one decided is no longer asked for. */
export class OvertakenError extends AccessError {
  readonly code = 'overtaken';
  readonly disposition = 'discard';
}

/** An item is not as this version of the product writes it; the message names it. */
export class UnreadableItemError extends AccessError {
  readonly code = 'unreadable-item';
  readonly disposition = 'dead-letter';
}

/** The database did not do as it was asked: `cause` is its own error. */
export class RecordUnavailableError extends AccessError {
  readonly code = 'record-unavailable';
  readonly disposition = 'retry';
}
