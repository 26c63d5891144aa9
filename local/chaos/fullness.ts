import { type Piece, partsOf } from './pieces.ts';
import type { World } from './world.ts';

/** Of a trust policy here, in characters: room for about four. */
export const SMALL = 760;
const MEMBERS = 1_500;
/** So much may lie between what is counted here and what the product counts. */
const MARGIN = 130;

/** Whether one more would not fit where this piece is to be. */
export function isFull({ aws, gcp, focus }: World, one: Piece): boolean {
  const { key, what } = partsOf(one);
  if (key.startsWith('aws-shared-role/') && focus.full) {
    const trust = aws.iam.readTrustPolicy(key.slice('aws-shared-role/'.length));
    return JSON.stringify(trust).length + what.length + MARGIN > SMALL;
  }
  if (!key.startsWith('gcp-')) return false;
  const { bindings = [] } = gcp.policy(key);
  // An access of several roles is given whole or not at all.
  return bindings.reduce((count, { members }) => count + members.length, 3) > MEMBERS;
}
