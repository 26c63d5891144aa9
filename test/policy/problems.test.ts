import { describe, expect, it } from '@jest/globals';
import * as ownRole from '../../shared/policy/own-role-problems.ts';
import type { Problem } from '../../shared/policy/plan.ts';
import * as problems from '../../shared/policy/problems.ts';
import { ANNA, ROLE } from './claims.ts';

const SPECIFICATION = {
  kind: 'awsOwnRole',
  account: '999988887777',
  roleName: 'airflow-nebula',
  policies: [],
  deploymentId: 'clmk1',
} as const;
const LAKE = 'arn:aws:iam::999988887777:policy/lake-read';
const WORDS = ownRole.inWords(SPECIFICATION);
const FOUND = { path: '/', tags: {}, trust: { Statement: [] }, attached: [], inline: [] };

const cases: readonly (readonly [Problem, text: readonly string[], advice: string])[] = [
  [problems.trustPolicyFull(ROLE, 2000, 2048), [ROLE, '2,000 of 2,048'], 'L-C07B4B0D'],
  [problems.trustPolicyNearlyFull(ROLE, 2000, 2048), [ROLE, '2,000 of 2,048'], 'L-C07B4B0D'],
  [problems.allowPolicyFull(1500, 1500), ['1,500 of 1,500 members'], 'group'],
  [problems.allowPolicyNearlyFull(1400, 1500), ['1,400 of 1,500 members'], 'group'],
  [problems.ambiguousStatement(ROLE, 'OurSid'), [ROLE, 'OurSid'], 'another Sid'],
  [problems.externalIdConflict(ROLE), [ROLE, 'ExternalId'], 'externalId'],
  [problems.widePrincipal(ROLE, '*'), [ROLE, '“*”'], 'workload identity'],
  [problems.unclaimedPrincipal(ROLE, ANNA), [ROLE, ANNA, 'left there'], 'by hand'],
  [problems.orphanRemoved(ROLE, 'AROAEXAMPLE'), [ROLE, 'AROAEXAMPLE'], 'Nothing to do'],
  [problems.NOTHING_ASKED, ['gives nothing'], 'role'],
  [
    ownRole.roleNameTaken(FOUND, SPECIFICATION),
    ['The role airflow-nebula (account 999988887777) exists already, and'],
    'another role name',
  ],
  [
    ownRole.roleNameTaken({ ...FOUND, arn: 'arn:aws:iam::1:role/x/Airflow-Nebula' }, SPECIFICATION),
    ['exists already as Airflow-Nebula, which IAM takes for the same, and'],
    'another role name',
  ],
  [ownRole.contradictingSpecifications(WORDS), [WORDS, 'more than one form'], 'targets'],
  [ownRole.policyAttachedByHand(WORDS, LAKE), [WORDS, LAKE, 'left there'], 'detach'],
  [
    ownRole.roleLeft(WORDS, ['a', 'b']),
    [WORDS, 'somebody added a, b.'],
    'Take those additions off',
  ],
];

describe('a problem names the thing, and what can be done', () => {
  it.each(cases)('%j', (problem, named, way) => {
    const { code, text, advice } = problem;
    expect(code).toMatch(/^[a-z]+(-[a-z]+)+$/);
    for (const name of named) expect(text).toContain(name);
    expect(advice).toContain(way);
    expect(text).toMatch(/\.$/);
    expect(advice).toMatch(/\.$/);
  });
});

describe('otherPartition', () => {
  it('says which of the two is to be another', () => {
    expect(problems.otherPartition(ROLE, ANNA)).toEqual({
      code: 'other-partition',
      text: `${ANNA} is of another partition of AWS than ${ROLE}, and no role trusts one of another partition.`,
      advice: 'Give the target a role in the partition of the Deployment’s workload identity.',
    });
  });
});

describe('roleNotDeleted', () => {
  it('says what is done, and what IAM has against the rest', () => {
    expect(ownRole.roleNotDeleted('It has an instance profile.', 'Take it out of that.')).toEqual({
      code: 'role-in-use',
      text: 'The role has lost its policies and lets nobody in, but IAM does not delete it: It has an instance profile.',
      advice: 'Take it out of that.',
    });
  });
});
