import type { IAMClient } from '@aws-sdk/client-iam';
import { type Clock, MINUTE } from '../../runtime/clock.ts';

/** As many sessions as a function that stays warm for hours should remember. */
const SESSIONS = 50;
/** STS gives an hour; the clock by which the SDK would renew it may be another than STS's. */
const KEPT = 45 * MINUTE;

/**
 * Makes a client for a session, or has the one that was made for it a while ago; `over` is for the
 * client to tell that its session has ended before its time.
 */
export type Sessions = (session: string, make: (over: () => void) => IAMClient) => IAMClient;

export function keptSessions(clock: Clock): Sessions {
  const clients = new Map<string, { readonly iam: IAMClient; readonly at: number }>();
  return (session, make) => {
    const now = clock.now().getTime();
    const kept = clients.get(session);
    const isKept = kept !== undefined && now - kept.at < KEPT;
    const over = () => clients.delete(session);
    const used = isKept ? kept : { iam: make(over), at: now };
    clients.delete(session);
    clients.set(session, used);
    const [oldest] = clients.keys();
    if (clients.size > SESSIONS && oldest !== undefined) clients.delete(oldest);
    return used.iam;
  };
}
