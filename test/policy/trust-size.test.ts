import { describe, expect, it } from '@jest/globals';
import type { Placement } from '../../shared/policy/claim.ts';
import {
  ANNA,
  applied,
  BEN,
  CLEO,
  context,
  ended,
  kinds,
  letIn,
  problemCodes,
  wants,
} from './claims.ts';
import { OIDC, ours, plan, policy, under } from './trust.ts';

describe('planTrustPolicy at the quota', () => {
  const full = policy(OIDC, ours(ANNA, BEN));
  const size = JSON.stringify(full).length;
  const anna = wants('anna', letIn(ANNA), { since: '2026-11-01T00:00:00.000Z' });
  const ben = wants('ben', letIn(BEN), { since: '2026-11-02T00:00:00.000Z' });
  const cleo = wants('cleo', letIn(CLEO), { since: '2026-11-03T00:00:00.000Z' });

  it('lets in as many as fit, to the character', () => {
    const planned = plan(policy(OIDC), [cleo, ben, anna], context({ quota: size }));
    expect(applied(policy(), planned)).toEqual(full);
    expect(problemCodes(planned)).toEqual({ cleo: 'trust-policy-full' });
    const less = plan(policy(OIDC), [cleo, ben, anna], context({ quota: size - 1 }));
    expect(applied(policy(), less)).toEqual(policy(OIDC, ours(ANNA)));
    expect(Object.keys(problemCodes(less))).toEqual(['cleo', 'ben']);
  });

  it('says how full it is and what to do', () => {
    const planned = plan(full, [anna, ben, cleo], context({ quota: size }));
    expect(planned.change.kind).toBe('none');
    const standing = planned.standings.get('cleo');
    expect(standing).toMatchObject({
      kind: 'refused',
      problem: { code: 'trust-policy-full', advice: expect.stringMatching(/L-C07B4B0D.*own role/) },
    });
    expect(JSON.stringify(standing)).toContain(`${size} of ${size} characters`);
  });

  it('writes thousands as people read them', () => {
    const names = Array.from({ length: 60 }, (_, index) => `${ANNA}-${index}`);
    const planned = plan(
      policy(OIDC),
      names.map((name, index) => wants(`${index}`, letIn(name))),
    );
    const problem = [...planned.standings.values()].find(({ kind }) => kind === 'refused');
    expect(JSON.stringify(problem)).toMatch(/[12],\d{3} of 2,048 characters/);
  });

  it('lets the access with the lower id go first among those of one moment', () => {
    const claims = [wants('b', letIn(BEN)), wants('a', letIn(CLEO))];
    const planned = plan(policy(OIDC, ours(ANNA)), claims, context({ quota: size + 1 }));
    expect(kinds(planned)).toEqual({ a: 'adding', b: 'refused' });
  });

  it('refuses nobody for a principal that an older access brings in anyway', () => {
    const again = wants('again', letIn(BEN), { since: '2026-11-09T00:00:00.000Z' });
    const planned = plan(policy(OIDC), [anna, ben, again, cleo], context({ quota: size }));
    expect(kinds(planned)).toEqual({
      anna: 'adding',
      ben: 'adding',
      again: 'adding',
      cleo: 'refused',
    });
  });

  const long = 'x'.repeat(300);

  const never = letIn(CLEO, 'never');

  it.each<[string, readonly Placement[], readonly Placement[]]>([
    ['moving to a shorter place', [letIn(CLEO, long)], []],
    ['moving from where only a part of it is', [never, letIn(CLEO, long)], []],
    ['moving before others whose write was lost', [never, letIn(CLEO, long)], [never]],
  ])('finds room that only a newer access makes, by %s', (_how, placed, lost) => {
    const on = (day: number, had = lost) => ({ since: `2026-11-0${day}T00:00:00Z`, placed: had });
    const moving = wants('moving', letIn(CLEO, 'x'), on(3, placed));
    const big = wants('big', letIn(`${ANNA}${long}`, 'y'), on(4));
    const other = wants('other', letIn(BEN, 'z'), on(2));
    const first = wants('first', letIn(ANNA, 'x'), on(1));
    const claims = [first, other, moving, big];
    const current = policy(OIDC, under(long, CLEO));
    const quota = JSON.stringify(policy(OIDC, under('x', ANNA, CLEO), under('z', BEN))).length;
    const planned = plan(current, claims, context({ quota }));
    expect(problemCodes(planned)).toEqual({ big: 'trust-policy-full' });
    expect(kinds(plan(applied(current, planned), claims, context({ quota })))).toEqual({
      first: 'present',
      other: 'present',
      moving: 'present',
      big: 'refused',
    });
  });

  it('adds nobody to a policy that is over it, however one of them would move', () => {
    const placed = [letIn(ANNA, 'x')];
    const moving = wants('moving', letIn(ANNA, 'y'), { placed });
    const claims = [moving, wants('ben', letIn(BEN, 'y'), { since: '2026-11-02T00:00:00.000Z' })];
    const planned = plan(policy(OIDC, under('x', ANNA)), claims, context({ quota: 10 }));
    expect(planned.change.kind).toBe('none');
    const full = 'trust-policy-full';
    expect(problemCodes(planned)).toEqual({ moving: full, ben: full });
  });

  it('removes also what is over it, and adds nothing meanwhile', () => {
    const planned = plan(full, [ended('anna', letIn(ANNA)), ben, cleo], context({ quota: 10 }));
    expect(applied(policy(), planned)).toEqual(policy(OIDC, ours(BEN)));
    expect(kinds(planned)).toEqual({ anna: 'removing', ben: 'present', cleo: 'refused' });
  });

  it('takes from nobody what he had when there is no room for what he wants now', () => {
    const changed = { ...wants('a', letIn(ANNA, 'long-external-id')), placed: [letIn(ANNA)] };
    const current = policy(OIDC, ours(ANNA));
    const planned = plan(current, [changed], context({ quota: JSON.stringify(current).length }));
    expect(planned.change.kind).toBe('none');
    expect(problemCodes(planned)).toEqual({ a: 'trust-policy-full' });
  });

  it.each([
    [Math.ceil(size / 0.8) + 1, []],
    [Math.floor(size / 0.8), ['trust-policy-nearly-full']],
  ])('of %i characters warns with %j', (quota, codes) => {
    const planned = plan(policy(OIDC), [anna, ben], context({ quota }));
    expect(planned.notices.map(({ code }) => code)).toEqual(codes);
  });
});
