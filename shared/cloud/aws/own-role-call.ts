import { PolicyConflictError, PolicyRefusedError } from '../errors.ts';
import { type Attempt, calling } from './iam-errors.ts';

/**
 * Runs one call for a role that we have seen or made: what it misses, IAM shows not yet or no
 * longer, and the next reading tells. Only a policy that cannot be attached was never there.
 */
export async function callOnOwnRole<Result>(
  attempt: Attempt,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    return await calling(attempt, call);
  } catch (error) {
    throw isPassing(error) ? new PolicyConflictError(error.message, { cause: error }) : error;
  }
}

function isPassing(error: unknown): error is PolicyRefusedError {
  if (!(error instanceof PolicyRefusedError) || error.code !== 'target-gone') return false;
  return !error.message.includes('not attachable');
}
