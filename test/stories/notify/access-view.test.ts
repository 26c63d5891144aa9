import { describe, expect, it } from '@jest/globals';
import type { Deployment } from '../../../shared/deployment/deployment.ts';
import type { ConnectionAsk } from '../../../shared/record/connection-asks.ts';
import type { HandedOver } from '../../../shared/record/handovers.ts';
import type { AccessItem, DecisionItem, Want } from '../../../shared/record/items.ts';
import { revisionOf } from '../../../shared/record/revision.ts';
import type { ConnectionRule } from '../../../shared/rules/access-rules.ts';
import { digest } from '../../../shared/runtime/json.ts';
import { accessView } from '../../../shared/stories/notify/access-view.ts';
import { AT, access, decided, LATER, want } from '../../record/samples.ts';
import { rulesWith, WORKSPACE } from '../../rules/sample.ts';
import { problem } from '../findings.ts';

const RULES = rulesWith([
  'reach: [lake, redshift]',
  'approvers: [S0LAKETEAM], approval: cli, reach: [lake, redshift]',
]);
const DEPLOYMENT: Deployment = { ...decided().deployment, workspaceId: WORKSPACE };
const OWN_ROLE = {
  kind: 'awsOwnRole',
  account: '999988887777',
  roleName: 'airflow-fiery-nebula-1234',
  policies: ['arn:aws:iam::999988887777:policy/lake-read'],
  deploymentId: DEPLOYMENT.id,
} as const;

interface Looked {
  readonly want?: Partial<Want>;
  readonly row?: Partial<AccessItem>;
  readonly due?: string;
  readonly decision?: DecisionItem;
  readonly ask?: ConnectionAsk;
  readonly handed?: readonly HandedOver[];
}

function viewed({ want: more, row, due, decision, ask, handed = [] }: Looked = {}) {
  const found = { item: access(row), version: 1, ...(due !== undefined && { due }) };
  return accessView({ ...want, ...more }, found, {
    deployment: DEPLOYMENT,
    rules: RULES,
    decisions: new Map(decision && [['access-1', decision]]),
    asks: new Map(ask && [['access-1', ask]]),
    handed,
  });
}

/** What is always said of one, where nothing is known of it but what it is. */
const PLAIN = {
  accessId: 'access-1',
  target: 'redshift',
  rule: 'etl-aws',
  slot: 'primary',
  mode: 'apply',
  identity: want.identity,
  specification: want.specification,
  state: 'pending',
  since: AT,
  notices: [],
  byHand: false,
  revision: revisionOf(want, access(), undefined),
  approvers: ['S0LAKETEAM'],
  approval: 'cli',
};
const decision: DecisionItem = {
  ...{ accessId: 'access-1', verdict: 'denied', by: 'jane', at: LATER, placement: 'any' },
};

describe('accessView', () => {
  it('says no more of an access than its row and its want have', () => {
    expect(viewed()).toStrictEqual(PLAIN);
  });

  it('says all that is known of one that stays', () => {
    const change = { at: AT, diff: '+ a line' };
    const row = {
      state: 'waiting',
      since: LATER,
      notices: [problem('crowded')],
      byHand: true,
      proposal: change,
      drift: { ...change, repaired: true },
      reason: problem('identity-not-visible'),
    } as const;
    const more = { kept: true, until: '2026-03-02T12:00:00.000Z', mode: 'approve' } as const;
    expect(viewed({ want: more, row, due: LATER, decision })).toStrictEqual({
      ...PLAIN,
      ...row,
      ...more,
      due: LATER,
      revision: revisionOf({ ...want, ...more }, access(row), decision),
    });
  });

  it.each<[string, Partial<AccessItem>, Partial<DecisionItem> | undefined, true | undefined]>([
    ['that was never written', {}, {}, true],
    ['that was being added', { wrote: { at: LATER, what: 'adding' } }, {}, true],
    ['that was taken before', { wrote: { at: AT, what: 'removing' } }, {}, true],
    ['that is taken then', { wrote: { at: LATER, what: 'removing' } }, {}, undefined],
    ['that is taken since', { wrote: { at: LATER, what: 'removing' } }, { at: AT }, undefined],
    ['that nobody decided on', {}, undefined, undefined],
    ['that still waits', { state: 'waiting' }, {}, undefined],
    ['that ended otherwise', { reason: problem('unwanted') }, {}, undefined],
  ])('says of a denied one %s whether it was ever given', (_it, row, decided, ungiven) => {
    const denied = { state: 'revoked', reason: problem('denied'), ...row } as const;
    const shown = viewed({
      row: denied,
      ...(decided && { decision: { ...decision, ...decided } }),
    });
    expect([shown.ungiven, 'ungiven' in shown]).toEqual([ungiven, ungiven === true]);
  });

  it('does not say that one was never given of which no reason is known', () => {
    expect(viewed({ row: { state: 'revoked' }, decision })).not.toHaveProperty('ungiven');
  });
});

describe('accessView tells as the deadline', () => {
  const waits = { count: 3, since: AT };
  const asked = { state: 'waiting', reason: problem('approval') } as const;
  it.each<[string, Partial<AccessItem>, string | undefined, string | undefined]>([
    ['half an hour of an identity that is not seen', { waits }, AT, '2026-03-01T12:30:00.000Z'],
    ['the same where approval was asked for', { ...asked, waits }, AT, '2026-03-01T12:30:00.000Z'],
    ['the moment when an approval lapses', asked, LATER, LATER],
    ['none of an approval that does not lapse', asked, undefined, undefined],
    ['none of what has it already', { ...asked, state: 'granted' }, LATER, undefined],
    ['none of what waits for itself', { ...asked, reason: problem('held') }, LATER, undefined],
    ['none of what waits for no reason', { state: 'waiting' }, LATER, undefined],
  ])('%s', (_it, row, due, deadline) => {
    const shown = viewed({ row, ...(due && { due }) });
    expect([shown.deadline, 'deadline' in shown]).toEqual([deadline, deadline !== undefined]);
  });
});

describe('accessView tells of a connection', () => {
  const rule: ConnectionRule = { id: 'aws_lake', create: 'auto', via: 'airflow' };
  const more = { specification: OWN_ROLE, connection: rule };
  const connection = {
    id: 'aws_lake',
    type: 'aws',
    typeName: 'Amazon Web Services',
    extra: {
      role_arn:
        'arn:aws:iam::999988887777:role/deployment-authorizer/prod/airflow-fiery-nebula-1234',
    },
  };
  const ask: ConnectionAsk = {
    ...{ accessId: 'access-1', deploymentId: DEPLOYMENT.id, by: 'jane', at: LATER },
    ...{ replace: false, connection: digest(connection) },
  };
  const done: HandedOver = {
    ...{ accessId: 'access-1', connectionId: 'aws_lake', via: 'airflow', state: 'waiting' },
    ...{ at: AT, connection: digest(connection) },
  };

  it('what it is, and how it is to be made', () => {
    const shown = viewed({ want: more });
    expect(shown.connection).toStrictEqual(connection);
    expect(shown.handover).toStrictEqual({ create: 'auto', via: 'airflow' });
  });

  it('that it is asked for, in Astro, where it was decided before there was a choice', () => {
    const { create: _create, via: _via, ...old } = rule;
    const { handover } = viewed({ want: { ...more, connection: old as ConnectionRule } });
    expect(handover).toStrictEqual({ create: 'ask', via: 'environment-manager' });
  });

  it('what became of it, and not of another', () => {
    const handed = [{ ...done, accessId: 'access-2', state: 'taken' } as const, done];
    expect(viewed({ want: more, handed }).handover).toStrictEqual({
      ...{ create: 'auto', via: 'airflow', done },
    });
    expect(viewed({ want: more, handed: handed.slice(0, 1) }).handover).not.toHaveProperty('done');
  });

  it.each<[string, ConnectionAsk | undefined, HandedOver | undefined, boolean]>([
    ['once it was asked for', ask, undefined, true],
    ['once it was asked for again', ask, { ...done, answers: AT }, true],
    ['while no asking was answered', ask, done, true],
    ['not when the asking was answered', ask, { ...done, answers: LATER }, false],
    ['not when another one was asked for', { ...ask, connection: 'x' }, undefined, false],
    ['not when nobody asked', undefined, done, false],
  ])('that somebody waits for it: %s', (_it, asking, made, asked) => {
    const handed = made ? [made] : [];
    const { handover } = viewed({ want: more, handed, ...(asking && { ask: asking }) });
    expect(handover).toStrictEqual({
      ...{ create: 'auto', via: 'airflow', ...(made && { done: made }) },
      ...(asked && { asked: true }),
    });
  });
});
