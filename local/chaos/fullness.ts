import { trustSid } from '../../shared/policy/sid.ts';
import type { Policy } from '../gcp/iam/bindings.ts';
import type { Installation } from './installation.ts';
import { type Piece, partsOf } from './pieces.ts';
import type { World } from './world.ts';

/** Of a trust policy here, in characters: room for about four. */
export const SMALL = 760;
export const MEMBERS = 1_500;
/** So much may lie between what is counted here and what the product counts. */
const MARGIN = 130;
/** A statement that must be begun for it: its Sid, its action and its condition. */
const STATEMENT = 170;

/** Whether one more would not fit where this piece is to be. */
export function isFull({ aws, gcp, focus }: World, { name }: Installation, one: Piece): boolean {
  const { key, place, what } = partsOf(one);
  if (key.startsWith('aws-shared-role/') && focus.full) {
    const trust = JSON.stringify(aws.iam.readTrustPolicy(key.slice('aws-shared-role/'.length)));
    const sid = trustSid(name, place.slice('trust:'.length) || undefined);
    const statement = trust.includes(`"${sid}"`) ? 0 : STATEMENT;
    return trust.length + statement + what.length + MARGIN > SMALL;
  }
  if (!key.startsWith('gcp-')) return false;
  // An access of several roles is given whole or not at all.
  return membersOf(gcp.policy(key)) + 3 > MEMBERS;
}

/** As Google counts them: once for each binding. */
export function membersOf({ bindings = [] }: Policy): number {
  return bindings.reduce((count, { members = [] }) => count + members.length, 0);
}
