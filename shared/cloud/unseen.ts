import type { Unseen } from '../import/estate.ts';
import { PolicyRefusedError, TransientError } from './errors.ts';

/** What was read, or why it could not be: one place that is closed does not hide the others. */
export async function seen<Result>(
  what: string,
  read: () => Promise<Result>,
): Promise<{ readonly found?: Result; readonly unseen: readonly Unseen[] }> {
  try {
    return { found: await read(), unseen: [] };
  } catch (error) {
    if (!(error instanceof PolicyRefusedError || error instanceof TransientError)) throw error;
    return { unseen: [{ what, why: error.message }] };
  }
}
