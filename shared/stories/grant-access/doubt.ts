import type { Standing } from '../../policy/plan.ts';
import type { AccessItem } from '../../record/items.ts';
import { after, MINUTE } from '../../runtime/clock.ts';
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
