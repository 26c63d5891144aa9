import { describe, expect, it } from '@jest/globals';
import type { Placement } from '../../shared/policy/claim.ts';
import { isUnconfirmed } from '../../shared/record/confirmed.ts';
import type { Order } from '../../shared/record/order.ts';
import { denied, ENDING, UNWANTED } from '../../shared/record/order-reasons.ts';
import { placementDigest } from '../../shared/record/placement.ts';
import { after, MINUTE } from '../../shared/runtime/clock.ts';
import { AT, decided, placement, want } from './samples.ts';

const HEAD = { deploymentId: 'deployment-1', ticket: 1, decided: decided() };
const OLD = new Date(after(new Date(AT), 15 * MINUTE + 1));
const JUST = new Date(after(new Date(AT), 15 * MINUTE));
const BEFORE: Placement = {
  identity: placement.identity,
  specification: { kind: 'awsSharedRole', role: 'arn:aws:iam::999988887777:role/another' },
};

const GRANT: Order = { kind: 'grant', want };
const WITHDRAW: Order = { kind: 'withdraw', why: UNWANTED };
const saidNo = { accessId: 'access-1', verdict: 'denied', by: 'jane', at: AT } as const;
const DENIED: Order = {
  kind: 'withdraw',
  why: denied({ ...saidNo, placement: placementDigest(want) }),
};
const ending = (until: Date): Order => ({
  kind: 'keep',
  want: { ...want, until: until.toISOString() },
  why: ENDING,
});

describe('isUnconfirmed', () => {
  it.each<[string, Order, readonly Placement[], boolean]>([
    ['to take what was placed', WITHDRAW, [placement], true],
    ['to take nothing, as nothing was placed', WITHDRAW, [], false],
    ['to take what a person denied', DENIED, [placement], false],
    ['to give', GRANT, [], false],
    ['to give what is there', GRANT, [placement], false],
    ['to take what it was before, and give another', GRANT, [BEFORE], true],
    ['to take what it was before, beside what is given', GRANT, [placement, BEFORE], true],
    ['to leave it, whatever was placed', { ...WITHDRAW, kind: 'keep' }, [BEFORE], false],
    ['to leave it until later', ending(new Date(OLD.getTime() + 1)), [placement], false],
    ['to leave it until now', ending(OLD), [placement], true],
  ])('of an old decision %s', (_it, order, placed, expected) => {
    expect(isUnconfirmed({ placed }, order, HEAD, OLD)).toBe(expected);
  });

  it('of an old decision is to take again what was taken and may have been put back', () => {
    const row = { placed: [], taken: [placement] };
    expect(isUnconfirmed(row, WITHDRAW, HEAD, OLD)).toBe(true);
    expect(isUnconfirmed(row, GRANT, HEAD, OLD)).toBe(false);
    expect(isUnconfirmed({ ...row, taken: [BEFORE] }, GRANT, HEAD, OLD)).toBe(true);
  });

  it('believes a decision of the last quarter of an hour', () => {
    expect(isUnconfirmed({ placed: [placement] }, WITHDRAW, HEAD, JUST)).toBe(false);
    expect(isUnconfirmed({ placed: [BEFORE] }, GRANT, HEAD, JUST)).toBe(false);
  });

  it('leaves an end that is over to the next decision, however new the last one is', () => {
    expect(isUnconfirmed({ placed: [placement] }, ending(JUST), HEAD, JUST)).toBe(true);
  });
});
