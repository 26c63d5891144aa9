import { describe, expect, it } from '@jest/globals';
import { NOTHING_SEEN } from '../../shared/import/estate.ts';
import { trustSid } from '../../shared/policy/sid.ts';
import type { Statement } from '../../shared/policy/trust-policy.ts';
import { trustStatement } from '../../shared/policy/trust-statements.ts';
import { allow, one, parsed, proposed, ROLE, roleWith, under } from './estates.ts';

const whens = (proposal: ReturnType<typeof proposed>) =>
  proposal.rules.map(({ when: { workspaceId: _, cloud: __, ...when }, reach }) => ({
    ...when,
    reach,
  }));

describe('proposeRules on AWS', () => {
  const [anna, ben, cleo] = [one('anna'), one('ben'), one('cleo')];

  it.each<[string, Statement, object | undefined]>([
    ['no condition', allow([anna]), { role: ROLE }],
    ['an ExternalId', allow([anna], under('acme')), { role: ROLE, externalId: 'acme' }],
    [
      'more actions, and no condition',
      allow([anna], { Action: ['sts:AssumeRole', 'sts:TagSession'] }),
      { role: ROLE },
    ],
    ['any STS action', allow([anna], { Action: 'sts:*' }), { role: ROLE }],
    [
      'our own statement',
      trustStatement('prod', 'acme', [anna.workloadIdentity ?? '']),
      { role: ROLE, externalId: 'acme' },
    ],
    ['another installation’s', { ...allow([anna]), Sid: trustSid('elsewhere') }, undefined],
    [
      'more actions under an ExternalId',
      allow([anna], { Action: 'sts:*', ...under('acme') }),
      undefined,
    ],
    [
      'one of several ExternalIds',
      allow([anna], { Condition: { StringEquals: { 'sts:ExternalId': ['a1', 'b1'] } } }),
      undefined,
    ],
    [
      'an ExternalId like',
      allow([anna], { Condition: { StringLike: { 'sts:ExternalId': 'acme' } } }),
      undefined,
    ],
    [
      'an ExternalId and more',
      allow([anna], {
        Condition: { StringEquals: { 'sts:ExternalId': 'acme', 'aws:PrincipalOrgID': 'o-1' } },
      }),
      undefined,
    ],
    ['an ExternalId that no target takes', allow([anna], under('no blanks')), undefined],
    ['another action', allow([anna], { Action: 'sts:TagSession' }), undefined],
  ])('says %s', (_what, statement, grant) => {
    const proposal = proposed([anna, ben], roleWith(ROLE, statement));
    const gifts = proposal.targets.map(({ gift: { kind: _, ...gift } }) => gift);
    expect(gifts).toEqual(grant === undefined ? [] : [grant]);
    expect(proposal.leftOut).toHaveLength(grant === undefined ? 1 : 0);
    parsed(proposal);
  });

  it('leaves out whom another statement denies', () => {
    const deny: Statement = { ...allow([anna]), Effect: 'Deny' };
    const proposal = proposed([anna], roleWith(ROLE, allow([anna]), deny));
    expect(proposal).toMatchObject({
      targets: [],
      leftOut: [{ why: 'another statement denies it' }],
    });
  });

  it('gives all of one role with its ExternalId, where some need it', () => {
    const estate = roleWith(ROLE, allow([anna, cleo]), allow([ben, cleo], under('acme')));
    const proposal = proposed([anna, ben, cleo], estate);
    expect(proposal.targets).toMatchObject([{ gift: { externalId: 'acme' } }]);
    expect(proposal.rules).toMatchObject([{ reach: ['loader'], deployments: 3 }]);
    expect(proposal.warnings).toEqual([
      expect.stringContaining('with an ExternalId and some without'),
    ]);
    parsed(proposal);
  });

  it('warns of a role that is open to all of Astronomer’s account', () => {
    const estate = roleWith(
      ROLE,
      allow(['arn:aws:iam::111122223333:root', 'arn:aws:iam::999988887777:root']),
    );
    expect(proposed([anna], estate).warnings).toEqual([
      expect.stringMatching(
        /lets in arn:aws:iam::111122223333:root: every Deployment there, of other customers too/,
      ),
    ]);
  });

  it('takes no stranger for an orphan, nor an id beside strangers', () => {
    const strangers = ['arn:aws:iam::999988887777:role/astro-ours', 'AROAABCDEFGHIJKLMNOPQ'];
    expect(proposed([anna], roleWith(ROLE, allow(strangers))).orphans).toEqual([]);
    const ids = proposed([anna], roleWith(ROLE, allow([...strangers, anna]))).orphans;
    expect(ids.map(({ principal }) => principal)).toEqual(['AROAABCDEFGHIJKLMNOPQ']);
  });

  it('counts a Deployment of another Workspace as living', () => {
    const other = one('other', { workspaceId: 'clmh58o7d000108lb74ktc9o99' });
    const { targets, orphans } = proposed([anna, other], roleWith(ROLE, allow([other])));
    expect({ targets: targets.length, orphans }).toEqual({ targets: 1, orphans: [] });
  });
});

describe('proposeRules with a disaster recovery identity', () => {
  const dr = (place: number) => `arn:aws:iam::111122223333:role/astro-dr${place}-star-1`;
  const both = one('both', {
    namespace: 'dr1-star-1',
    workloadIdentity: dr(1),
    drWorkloadIdentity: `${dr(1)}`,
  });
  const main = 'arn:aws:iam::111122223333:role/astro-main-star-1';
  // The same name in another account of Astronomer's, as a second cluster would have it.
  const second = 'arn:aws:iam::444455556666:role/astro-main-star-1';
  const standby = one('standby', {
    namespace: 'main-star-1',
    workloadIdentity: main,
    drWorkloadIdentity: second,
  });
  const lists = {
    installation: 'prod',
    astronomer: { awsAccounts: ['111122223333', '444455556666'], gcpProjects: [] },
  };

  it.each([
    ['both have it', [main, second], 1, 0, 0],
    ['it would gain what it has not', [main], 1, 0, 1],
    ['it alone has it', [second], 0, 1, 0],
  ])('when %s', async (_what, principals, targets, leftOut, warned) => {
    const { proposeRules } = await import('../../shared/import/propose.ts');
    const proposal = proposeRules([standby, both], roleWith(ROLE, allow(principals)), lists);
    expect([proposal.targets.length, proposal.leftOut.length, proposal.warnings.length]).toEqual([
      targets,
      leftOut,
      warned,
    ]);
    if (warned > 0)
      expect(proposal.warnings[0]).toContain(`${second}, is not on aws-shared-role/${ROLE} today`);
  });
});

describe('the conditions of rules', () => {
  const reach = ['loader'];

  it.each<[string, readonly string[], readonly string[], readonly object[]]>([
    ['the Workspace and cloud, where all have it', ['a', 'b', 'c'], [], [{ reach }]],
    ['the name of a lone one', ['etl'], [], [{ deployment: 'etl', reach }]],
    ['a beginning', ['etl-1', 'etl-2'], ['dbt'], [{ deployment: 'etl-*', reach }]],
    [
      'the longest beginning',
      ['etl-prod-1', 'etl-prod-2'],
      ['etl-dev'],
      [{ deployment: 'etl-prod-*', reach }],
    ],
    [
      'an end',
      ['us-prod', 'eu-prod'],
      ['us-dev'],
      [{ deployment: '*-prod', reach }].map((when) => ({ ...when, deployment: '*-prod' })),
    ],
    [
      'both',
      ['etl-us-prod', 'etl-eu-prod'],
      ['etl-us-dev', 'dbt-us-prod'],
      [{ deployment: 'etl-*-prod', reach }],
    ],
    [
      'names, where a glob would match others',
      ['etl-1', 'etl-2'],
      ['etl-3'],
      [
        { deployment: 'etl-1', reach },
        { deployment: 'etl-2', reach },
      ],
    ],
    [
      'names that have nothing in common',
      ['anna', 'ben'],
      ['cleo'],
      [
        { deployment: 'anna', reach },
        { deployment: 'ben', reach },
      ],
    ],
    ['a star as one character', ['e*l'], ['eel-2', 'e-l-l'], [{ deployment: 'e?l', reach }]],
  ])('are %s', (_what, names, others, expected) => {
    const those = names.map((name) => one(name));
    const rest = others.map((name) => one(name));
    const proposal = proposed([...rest, ...those], roleWith(ROLE, allow(those)));
    expect(whens(proposal)).toEqual(expected);
    expect(proposal.leftOut).toEqual([]);
    parsed(proposal, 'apply');
  });

  it('cover nobody whose identity is refused today and may be another tomorrow', () => {
    const [anna, own] = [
      one('etl-1'),
      one('etl-2', { workloadIdentity: 'arn:aws:iam::999988887777:role/own' }),
    ];
    expect(whens(proposed([anna, own], roleWith(ROLE, allow([anna]))))).toEqual([
      { deployment: 'etl-1', reach },
    ]);
  });

  it('tell two of one name apart by where they run, or say that they cannot', () => {
    const [here, there] = [one('etl'), one('etl', { clusterId: 'clother' })];
    const proposal = proposed([here, there], roleWith(ROLE, allow([here])));
    expect(whens(proposal)).toEqual([{ deployment: 'etl', clusterId: here.clusterId, reach }]);
    const twin = one('etl');
    const alike = proposed([here, twin], roleWith(ROLE, allow([here])));
    expect(alike).toMatchObject({ rules: [], targets: [], leftOut: [{ deployment: 'etl' }] });
  });

  it('leave the clouds apart', () => {
    const [anna, big] = [one('etl'), one('etl', { cloud: 'gcp' })];
    expect(proposed([anna, big], roleWith(ROLE, allow([anna]))).rules).toMatchObject([
      { when: { cloud: 'aws', deployment: 'etl' } },
    ]);
  });
});

describe('the names of targets', () => {
  const roles = (...arns: readonly string[]) => {
    const anna = one('anna');
    const seen = arns.flatMap((arn) => roleWith(arn, allow([anna])).roles);
    return proposed([anna], { ...NOTHING_SEEN, roles: seen }).targets.map(({ name }) => name);
  };

  it.each([
    [
      'what they are called',
      ['arn:aws:iam::999988887777:role/team/Redshift_Loader'],
      ['redshift-loader'],
    ],
    [
      'the account, where two are called alike',
      ['arn:aws:iam::999988887777:role/x1', 'arn:aws:iam::222233334444:role/x1'],
      ['x1-222233334444', 'x1-999988887777'],
    ],
    ['a letter first', ['arn:aws:iam::999988887777:role/1st'], ['target-1st']],
    [
      'no more than there is room for',
      [`arn:aws:iam::999988887777:role/${'x'.repeat(64)}`],
      ['x'.repeat(63)],
    ],
  ])('are %s', (_what, arns, names) => {
    expect(roles(...arns)).toEqual(names);
  });

  it('do not depend on the order, and differ even where all else is alike', () => {
    const alike = ['arn:aws:iam::999988887777:role/a/x1', 'arn:aws:iam::999988887777:role/b/x1'];
    const names = roles(...alike);
    expect(new Set(names).size).toBe(2);
    expect(names.every((name) => /^x1-[0-9a-f]{6}$/.test(name))).toBe(true);
    expect(roles(...alike.toReversed())).toEqual(names);
  });
});
