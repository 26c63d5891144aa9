import type { Standing } from '../../policy/plan.ts';
import type { AccessItem } from '../../record/items.ts';
import { after, MINUTE } from '../../runtime/clock.ts';
import { isWithoutRoom } from './room.ts';
import type { Situation } from './situation.ts';

/** How long after our own write a read may still show what was before it. */
export const STALE = MINUTE;

export function wroteLately({ wrote }: AccessItem, now: Date): boolean {
  return wrote !== undefined && after(new Date(wrote.at), STALE) > now.toISOString();
}

/** Nobody asks for it any more, and the read lacks what may have been put there a moment ago. */
export function isOverlooked(
  { access: { item }, order }: Situation,
  standing: Standing | undefined,
  now: Date,
): boolean {
  return (
    order.kind !== 'grant' &&
    item.wrote?.what === 'adding' &&
    standing?.kind === 'absent' &&
    wroteLately(item, now)
  );
}

/**
 * Refused for want of room by a read that may lack what was put there for it a moment ago: whoever
 * is in place stays, and is not put behind those who are older and still to come. What was quite
 * settled otherwise since was not there.
 */
export function isCrowdedOut(
  { access: { item }, order }: Situation,
  standing: Standing | undefined,
  written: boolean,
  now: Date,
): boolean {
  const mayBeThere = written || item.answers === undefined || item.state === 'granted';
  return (
    order.kind === 'grant' &&
    item.wrote?.what === 'adding' &&
    standing !== undefined &&
    isWithoutRoom(standing) &&
    mayBeThere &&
    wroteLately(item, now)
  );
}
