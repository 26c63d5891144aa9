import { describe, expect, it } from '@jest/globals';
import { warningFindings, warnings } from '../../shared/rules/warnings.ts';
import { type Exchanges, FILE, rulesWith, section } from './sample.ts';

const WITHOUT_AWS: Exchanges = [
  ['reach: [lake, redshift]', 'reach: [analytics]'],
  ['cloud: aws}', 'cloud: gcp}'],
  [/ {2}lake: .*\n {2}redshift: .*\n/.exec(FILE)?.[0] ?? '', ''],
];

describe('warnings', () => {
  it('are none for the sample', () => expect(warnings(rulesWith())).toEqual([]));

  it('are none where there is nothing to give yet', () => {
    const rules = rulesWith(
      [section('targets'), 'targets: {}\n'],
      [section('rules'), 'rules: []\n'],
    );
    expect(warnings(rules)).toEqual([]);
  });

  it('are none for a rule for every Deployment but some', () => {
    const when = 'when: {workspaceId: clmh58o7d000108lb74ktc9o64, cloud: gcp}';
    const rules = rulesWith([when, 'when: {}, unless: {deployment: "*-sandbox"}']);
    expect(warnings(rules)).toEqual([]);
  });

  it.each<[string, Exchanges]>([
    [
      'an approval by approvers of its own',
      [
        [', approvers: [S0PLATFORM]', ''],
        ['mode: approve', 'mode: approve, approvers: [U0DATA000]'],
      ],
    ],
    [
      'an approval by the command line alone',
      [
        [', approvers: [S0PLATFORM]', ''],
        ['mode: approve', 'mode: approve, approval: cli'],
      ],
    ],
    [
      'approvals without endpoints: commands give them',
      [
        [', approvers: [S0PLATFORM]', ''],
        ['targets:', 'endpoints: none\ntargets:'],
      ],
    ],
    ['approvers without endpoints', [['targets:', 'endpoints: none\ntargets:']]],
    [
      'a connection made unasked in Airflow itself',
      [['connection: {id: aws_lake}', 'connection: {id: aws_lake, create: auto, via: airflow}']],
    ],
    ['adopting on a shared role', [['connection: {id: redshift}', 'adopt: true']]],
  ])('are none for %s', (_it, exchanges) => {
    expect(warnings(rulesWith(...exchanges))).toEqual([]);
  });

  it.each<[string, Exchanges, string]>([
    [
      'a target that nobody reaches',
      [['reach: [lake, redshift]', 'reach: [lake]']],
      'target redshift: no rule reaches it',
    ],
    [
      'roles/viewer',
      [['roles/bigquery.jobUser', 'roles/viewer']],
      'target analytics: roles/viewer reads almost everything in the project; a role for the data alone is narrower',
    ],
    [
      'a role that stands for every service account',
      [['roles/bigquery.jobUser', 'roles/iam.serviceAccountTokenCreator']],
      'target analytics: roles/iam.serviceAccountTokenCreator lets Deployments act as every service account of the project; gcpImpersonate names one',
    ],
    [
      'a role for jobs on a dataset',
      [['daily, roles: [roles/bigquery.dataViewer]', 'daily, roles: [roles/bigquery.jobUser]']],
      'target daily: roles/bigquery.jobUser gives nothing on a dataset; make a gcpProject target of it',
    ],
    [
      'a policy that allows almost everything',
      [['[lake-read]', '["arn:aws:iam::aws:policy/PowerUserAccess"]']],
      'target lake: arn:aws:iam::aws:policy/PowerUserAccess allows almost everything in the account; a policy for the data alone is narrower',
    ],
    [
      'a role without policies',
      [[', policies: [lake-read]', '']],
      'target lake: its role has no policies, and may do nothing',
    ],
    [
      'a rule for every Deployment',
      [['when: {workspaceId: clmh58o7d000108lb74ktc9o64, cloud: gcp}', 'when: {}']],
      'rule etl-gcp: it matches every Deployment',
    ],
    [
      'an approval that nobody can give',
      [[', approvers: [S0PLATFORM]', '']],
      'rule etl-gcp: it asks for approval, and slack.approvers names nobody',
    ],
    [
      'an approval by a list of its own that is empty',
      [['mode: approve', 'mode: approve, approvers: []']],
      'rule etl-gcp: it asks for approval, and its approvers name nobody',
    ],
    [
      'a reporter without targets',
      WITHOUT_AWS,
      'reporter: the installation on aws tells of Deployments that nobody owns, and no target is there',
    ],
  ])('%s', (_it, exchanges, warning) => {
    expect(warnings(rulesWith(...exchanges))).toEqual([warning]);
  });
});

describe('warningFindings', () => {
  it('names the key in the file that each is about', () => {
    const rules = rulesWith(
      ['reach: [lake, redshift]', 'reach: [lake]'],
      ['when: {workspaceId: clmh58o7d000108lb74ktc9o64, cloud: gcp}', 'when: {}'],
    );
    const found = warningFindings(rules).map(({ path, at }) => ({ path, at }));
    expect(found).toEqual([
      { path: ['targets', 'redshift'], at: 'key' },
      { path: ['rules', 1], at: 'key' },
    ]);
  });

  it('names the reporter that has nothing to do', () => {
    const found = warningFindings(rulesWith(...WITHOUT_AWS));
    expect(found).toMatchObject([{ path: ['reporter'], at: 'key' }]);
  });
});
