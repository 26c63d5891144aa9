import { AccessError } from '../runtime/errors.ts';

/** Somebody else wrote the item since it was read. */
export class VersionConflictError extends AccessError {
  readonly code = 'version-conflict';
  readonly disposition = 'retry';
}
