import { digest } from '../runtime/json.ts';
import type { AccessView } from '../slack/view.ts';

type Access = Pick<AccessView, 'state' | 'mode' | 'until' | 'reason' | 'connection' | 'handover'>;

/**
 * Whether `hand-over` has to do something about an access now: only then is it sent for. Access
 * that is not there, or is about to end, gets no connection; a preview writes nowhere.
 */
export function isToMake(access: Access, now: Date): boolean {
  const { state, mode, until, reason, connection, handover } = access;
  if (state !== 'granted' || until !== undefined || mode === 'preview') return false;
  if (connection === undefined || handover === undefined) return false;
  const { create, via, done, asked } = handover;
  if (create === 'never') return false;
  if (asked) return true;
  if (done?.connection === digest(connection) && done.via === via) {
    return done.due !== undefined && done.due <= now.toISOString();
  }
  // What is only left as it stands, held or kept by somebody, gets nothing unasked.
  return create === 'auto' && reason === undefined;
}
