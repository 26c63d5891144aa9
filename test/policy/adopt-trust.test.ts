import { describe, expect, it } from '@jest/globals';
import { inTurn } from '../../shared/policy/adopt-trust.ts';
import type { Claim } from '../../shared/policy/claim.ts';
import type { Standing } from '../../shared/policy/plan.ts';
import { trustSid } from '../../shared/policy/sid.ts';
import type { Statement, TrustPolicy } from '../../shared/policy/trust-policy.ts';
import { policySize } from '../../shared/policy/trust-size.ts';
import { trustStatement } from '../../shared/policy/trust-statements.ts';
import { ANNA, applied, BEN, CLEO, claim, context, ended, kinds, letIn, wants } from './claims.ts';
import { byHand, CLOSED, OIDC, ORPHAN, ours, plan, policy, under } from './trust.ts';

const anna = wants('anna', letIn(ANNA), { adopt: true });
const annaUnder = (id: string) => wants('anna', letIn(ANNA, id), { adopt: true });
const named = (Sid: string, statement: Statement): Statement => ({ ...statement, Sid });
const withId = (externalId: string, ...principals: readonly string[]): Statement => ({
  ...byHand(...principals),
  Condition: { StringEquals: { 'sts:ExternalId': [externalId] } },
});

describe('planTrustPolicy, of a claim that adopts, writes', () => {
  it.each<[string, TrustPolicy, readonly Claim[], TrustPolicy]>([
    [
      'a principal from one statement into the other, and those that it leaves as they were',
      policy(named('Team', byHand(CLEO, ANNA, BEN)), OIDC),
      [anna],
      policy(named('Team', byHand(CLEO, BEN)), OIDC, ours(ANNA)),
    ],
    [
      'no statement that is left without a principal',
      policy(byHand(ANNA)),
      [anna],
      policy(ours(ANNA)),
    ],
    [
      'one that stands alone, and is no list',
      { Statement: { Effect: 'Allow', Principal: { AWS: ANNA }, Action: 'STS:AssumeRole' } },
      [anna],
      { Statement: [ours(ANNA)] },
    ],
    [
      'from every statement that says the same',
      policy(byHand(ANNA), OIDC, byHand(BEN, ANNA)),
      [anna],
      policy(OIDC, byHand(BEN), ours(ANNA)),
    ],
    [
      'beside those in ours',
      policy(ours(BEN), byHand(ANNA)),
      [anna, wants('b', letIn(BEN))],
      policy(ours(ANNA, BEN)),
    ],
    [
      'what is there both ways, once',
      policy(ours(ANNA), byHand(ANNA, BEN)),
      [anna],
      policy(ours(ANNA), byHand(BEN)),
    ],
    [
      'under the very ExternalId',
      policy(withId('x', ANNA, BEN), withId('y', ANNA)),
      [annaUnder('x')],
      policy(withId('x', BEN), withId('y', ANNA), under('x', ANNA)),
    ],
    [
      'together with all else that is to be done',
      policy(byHand(ANNA), ours(BEN)),
      [anna, ended('b', letIn(BEN)), wants('c', letIn(CLEO))],
      policy(ours(ANNA, CLEO)),
    ],
    ['what closed it away', policy(CLOSED, byHand(ANNA)), [anna], policy(ours(ANNA))],
  ])('%s', (_what, current, claims, written) => {
    const planned = plan(current, claims);
    expect(planned.change).toEqual({ kind: 'write', policy: written });
    expect(plan(written, claims).change).toEqual({ kind: 'none' });
    expect(kinds(plan(written, claims)).anna).toBe('present');
  });
});

describe('planTrustPolicy, of a claim that adopts, leaves to its owner', () => {
  const shaped = (changes: Partial<Statement>) => policy({ ...byHand(ANNA, BEN), ...changes });
  it.each<[string, TrustPolicy]>([
    ['a wider action', shaped({ Action: 'sts:*' })],
    ['a second action', shaped({ Action: ['sts:AssumeRole', 'sts:TagSession'] })],
    [
      'a second kind of principal',
      shaped({ Principal: { AWS: ANNA, Service: 'ec2.amazonaws.com' } }),
    ],
  ])('%s', (_what, current) => {
    const planned = plan(current, [anna]);
    expect(planned.change).toEqual({ kind: 'none' });
    expect(kinds(planned)).toEqual({ anna: 'by-hand' });
  });

  it.each<[string, Statement, Claim]>([
    ['a condition', { ...byHand(ANNA), Condition: { Bool: { b: ['true'] } } }, anna],
    ['an ExternalId where none is wanted', withId('x', ANNA), anna],
    ['another ExternalId', withId('x', ANNA), annaUnder('y')],
    [
      'the ExternalId and more',
      {
        ...byHand(ANNA),
        Condition: { StringEquals: { 'sts:ExternalId': 'x', 'aws:PrincipalOrgID': 'o-1' } },
      },
      annaUnder('x'),
    ],
    ['a Deny', { ...byHand(ANNA), Effect: 'Deny' }, anna],
    ['what another installation gives', trustStatement('prod2', undefined, [ANNA]), anna],
  ])('%s, and gets a place of its own in ours', (_what, statement, asks) => {
    const planned = plan(policy(statement), [asks]);
    const { Statement } = applied(policy(), planned);
    expect(Statement).toHaveLength(2);
    expect([Statement].flat()[0]).toEqual(statement);
  });

  it('an open door, where ours would ask for an ExternalId', () => {
    const planned = plan(policy(byHand(ANNA)), [annaUnder('x')]);
    expect(planned.change).toEqual({ kind: 'none' });
    expect(kinds(planned)).toEqual({ anna: 'by-hand' });
  });

  it('what it would let in both with and without an ExternalId', () => {
    const claims = [anna, wants('b', letIn(BEN, 'x'))];
    const planned = plan(policy(byHand(ANNA), under('x', BEN)), claims);
    expect(planned.change).toEqual({ kind: 'none' });
    expect(kinds(planned)).toEqual({ anna: 'by-hand', b: 'present' });
  });

  it('what an account as a whole is given', () => {
    const root = 'arn:aws:iam::111122223333:root';
    const claims = [wants('a', letIn(root), { adopt: true })];
    expect(plan(policy(byHand(root)), claims).change).toEqual({ kind: 'none' });
  });

  it('all of it while it is barred', () => {
    const planned = plan(policy(byHand(ANNA)), [{ ...anna, barred: true }]);
    expect(planned.change).toEqual({ kind: 'none' });
    expect(kinds(planned)).toEqual({ anna: 'by-hand' });
  });

  it('all of it in a policy that we cannot be sure of', () => {
    const current = policy(ours(BEN), ours(CLEO), byHand(ANNA));
    expect(plan(current, [anna])).toMatchObject({ change: { kind: 'none' } });
    expect(kinds(plan(current, [anna]))).toEqual({ anna: 'by-hand' });
  });
});

describe('planTrustPolicy, of a claim that does not adopt,', () => {
  it.each([
    ['with no condition', byHand(ANNA), letIn(ANNA)],
    ['under the very ExternalId', withId('x', ANNA), letIn(ANNA, 'x')],
  ])('recognises what is there by hand %s, and does not double it', (_what, statement, wanted) => {
    const planned = plan(policy(statement), [wants('a', wanted)]);
    expect(planned.change).toEqual({ kind: 'none' });
    expect(kinds(planned)).toEqual({ a: 'by-hand' });
  });

  it('leaves it there when nobody wants it any more', () => {
    expect(plan(policy(byHand(ANNA)), [ended('a', letIn(ANNA))]).change).toEqual({ kind: 'none' });
  });

  it('shares what another adopts', () => {
    const planned = plan(policy(byHand(ANNA)), [anna, wants('b', letIn(ANNA))]);
    expect(kinds(planned)).toEqual({ anna: 'adding', b: 'adding' });
    expect(applied(policy(), planned)).toEqual(policy(ours(ANNA)));
  });
});

describe('planTrustPolicy, where there is little room,', () => {
  const current = policy(named('Team', byHand(ANNA, BEN)), OIDC);
  const both = [anna, wants('ben', letIn(BEN), { adopt: true })];
  const moved = plan(current, both, context({ quota: 5_000 }));

  it('adopts to the last character, and what it has no room for stays its owner’s', () => {
    const one = plan(current, [anna], context({ quota: 5_000 }));
    const room = policySize(applied(current, one));
    expect(kinds(plan(current, [anna], context({ quota: room })))).toEqual({ anna: 'adding' });
    const tight = plan(current, [anna], context({ quota: room - 1 }));
    expect(tight.change).toEqual({ kind: 'none' });
    expect(kinds(tight)).toEqual({ anna: 'by-hand' });
  });

  it('adopts whoever was wanted first', () => {
    const many = policy(withId('x', ANNA, CLEO), withId('y', BEN, CLEO));
    const ben = wants('ben', letIn(BEN, 'y'), { adopt: true, since: '2026-10-01T00:00:00.000Z' });
    const room = policySize(applied(many, plan(many, [ben], context({ quota: 5_000 }))));
    const planned = plan(many, [annaUnder('x'), ben], context({ quota: room }));
    expect(kinds(planned)).toEqual({ anna: 'by-hand', ben: 'adding' });
  });

  it('adopts what needs no more of it, however full the policy is', () => {
    const grown = { ...byHand(ANNA), Sid: 'A'.repeat(100) };
    const planned = plan(policy(grown), [anna], context({ quota: 10 }));
    expect(applied(policy(), planned)).toEqual(policy(ours(ANNA)));
  });

  it('gives what adopting has freed to who had found none', () => {
    const grown = { ...byHand(ANNA), Sid: 'A'.repeat(300) };
    const claims = [anna, wants('c', letIn(CLEO))];
    const planned = plan(policy(grown), claims, context({ quota: 400 }));
    expect(kinds(planned)).toEqual({ anna: 'adding', c: 'adding' });
    expect(applied(policy(), planned)).toEqual(policy(ours(ANNA, CLEO)));
  });

  it('moves all of a statement in one write', () => {
    expect(applied(current, moved)).toEqual(policy(OIDC, ours(ANNA, BEN)));
    expect(kinds(moved)).toEqual({ anna: 'adding', ben: 'adding' });
  });
});

describe('planTrustPolicy, of a claim that adopts, tells', () => {
  it('once of an id that it took out for another, and of nothing else twice', () => {
    const current = policy(ours(BEN, ORPHAN), byHand(ANNA));
    const claims = [anna, wants('ben', letIn(BEN))];
    const rejected = new Set([ORPHAN]);
    const quota = policySize(policy(ours(ANNA, BEN)));
    const planned = plan(current, claims, context({ rejected, quota }));
    expect(applied(policy(), planned)).toEqual(policy(ours(ANNA, BEN)));
    const codes = planned.notices.map(({ code }) => code).toSorted();
    expect(codes).toEqual(['orphan-removed', 'trust-policy-nearly-full']);
  });
});

describe('inTurn', () => {
  const problem = { code: 'full', text: '', advice: '' };
  const of = (standing: Standing) => ({
    change: { kind: 'none' } as const,
    standings: new Map([['a', standing]]),
    notices: [],
  });

  it.each<[string, Standing, Standing, string]>([
    ['adding and then present', { kind: 'adding' }, { kind: 'present' }, 'adding'],
    ['adding and then refused', { kind: 'adding' }, { kind: 'refused', problem }, 'refused'],
    ['adding and then removing', { kind: 'adding' }, { kind: 'removing' }, 'removing'],
    ['absent and then present', { kind: 'absent' }, { kind: 'present' }, 'present'],
  ])('of what is %s', (_what, first, second, kind) => {
    expect(inTurn(of(first), of(second)).standings.get('a')?.kind).toBe(kind);
  });
});

describe('withdrawing what was adopted', () => {
  it('takes it away, and nobody else', () => {
    const current = policy(named('Team', byHand(ANNA, BEN)), OIDC);
    const adopted = applied(current, plan(current, [anna]));
    const back = applied(adopted, plan(adopted, [ended('anna', letIn(ANNA))]));
    expect(back).toEqual(policy(named('Team', byHand(BEN)), OIDC));
  });

  it('leaves it while another access wants it', () => {
    const claims = [ended('anna', letIn(ANNA)), claim('b', { wanted: letIn(ANNA) })];
    expect(plan(policy(ours(ANNA)), claims).change).toEqual({ kind: 'none' });
  });

  it('is noted under our own mark alone', () => {
    const planned = plan(policy(byHand(ANNA)), [anna]);
    expect(JSON.stringify(planned.change)).toContain(trustSid('prod'));
  });
});
