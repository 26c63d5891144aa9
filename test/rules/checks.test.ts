import { describe, expect, it } from '@jest/globals';
import { type Exchanges, fileWith, problemsOf, section, WORKSPACE } from './sample.ts';

const SHARED = 'arn:aws:iam::999988887777:role/redshift-loader';
const LOADER = 'loader@acme-analytics.iam.gserviceaccount.com';
const DAILY = 'dataset: daily, roles: [roles/bigquery.dataViewer]';
const OF_ETL_AWS = `workspaceId: ${WORKSPACE}, deployment: "etl-*", cloud: aws`;
const OF_ETL_GCP = `workspaceId: ${WORKSPACE}, cloud: gcp`;

/** One more target, that the first rule reaches too. */
const also = (target: string): Exchanges => [
  ['  lake:', `  more: {${target}}\n  lake:`],
  ['reach: [lake', 'reach: [more, lake'],
];

/** The problems without their positions. */
const problems = (exchanges: Exchanges) =>
  problemsOf(fileWith(...exchanges)).map((line) => line.replace(/^\d+:\d+ /, ''));

describe('the checks accept', () => {
  it.each<[string, Exchanges]>([
    ['the sample', []],
    ['a role in the American government’s partition', [['arn:aws:iam', 'arn:aws-us-gov:iam']]],
    ['a role in China', [['arn:aws:iam', 'arn:aws-cn:iam']]],
    ['a role with a path', [['role/redshift-loader', 'role/data/redshift/loader']]],
    ['an ExternalId of two characters', [['externalId: acme', 'externalId: "a/"']]],
    ['one role under two ExternalIds', also(`awsSharedRole: {role: "${SHARED}", externalId: two}`)],
    ['a role name by id', [['airflow-{namespace}', '{id}']]],
    ['a role name of 64 characters', [['airflow-{namespace}', `${'a'.repeat(24)}{namespace}`]]],
    [
      'two roles in two accounts',
      also('awsOwnRole: {account: "999988887776", name: "airflow-{namespace}"}'),
    ],
    [
      'a project of a domain',
      [['project: acme-analytics, roles', 'project: "acme.com:analytics", roles']],
    ],
    ['a dataset of any case', [['dataset: daily', 'dataset: Daily_2026']]],
    ['a custom role', [['roles/bigquery.jobUser', 'projects/acme-analytics/roles/reader']]],
    [
      'a custom role of the organization',
      [['roles/bigquery.jobUser', 'organizations/123/roles/reader']],
    ],
    ['roles/viewer, with a warning', [['roles/bigquery.jobUser', 'roles/viewer']]],
    [
      'a role with admin in its name and no setIamPolicy',
      [['roles/bigquery.jobUser', 'roles/dataflow.admin']],
    ],
    ['a private channel', [['C0123456789', 'G0123456789']]],
    ['a user as approver', [['S0PLATFORM', 'U0PLATFORM']]],
    [
      'a Workspace id of 25 characters',
      [[`{workspaceId: ${WORKSPACE}, d`, '{workspaceId: clmh57jtm000008lb58fe2wmv, d']],
    ],
    [
      'a rule by name under a lower ceiling',
      [
        ['mode: apply', 'mode: approve'],
        [OF_ETL_AWS, 'deployment: "*"'],
      ],
    ],
    [
      'a rule that would apply by name, but for the ceiling',
      [
        ['mode: approve', 'mode: apply'],
        [OF_ETL_GCP, 'cloud: gcp'],
        ['mode: apply', 'mode: approve'],
      ],
    ],
    ['a rule by name in a lower mode', [[`{${OF_ETL_GCP}}`, '{workspaceId: "*"}']]],
    [
      'one connection id on both clouds',
      [
        ['{id: gcp_loader}', '{id: aws_lake}'],
        ['[analytics, raw, daily, loader]', '[loader, lake]'],
        [', cloud: gcp}', '}'],
      ],
    ],
    [
      'one connection id in two rules',
      [
        ['{id: redshift}', '{id: aws_lake}'],
        ['[lake, redshift]', '[lake]'],
        [`rules:`, `rules:\n  - {name: r, when: {workspaceId: ${WORKSPACE}}, reach: [redshift]}`],
      ],
    ],
    ['a cloud by glob', [['cloud: aws', 'cloud: "a*"']]],
    [
      'a policy of its own account by ARN',
      [['[lake-read]', '["arn:aws:iam::999988887777:policy/lake-read"]']],
    ],
    [
      'two targets of a rule without connections',
      [
        [', connection: {id: aws_lake}', ''],
        [', connection: {id: redshift}', ''],
      ],
    ],
    ['a rule with targets on both clouds', [['[lake, redshift]', '[lake, analytics]']]],
    [
      'no accounts where no target is on AWS',
      [
        ['awsAccounts: ["111122223333"], ', ''],
        [/ {2}lake: .*\n.*\n/.exec(fileWith())?.[0] ?? '', ''],
        [/ {2}- \{name: etl-aws.*\n/.exec(fileWith())?.[0] ?? '', ''],
      ],
    ],
  ])('%s', (_it, exchanges) => expect(problems(exchanges)).toEqual([]));
});

describe('the checks refuse', () => {
  it('to adopt a role of its own, and say where that stands', () => {
    const adopting = fileWith(['connection: {id: aws_lake}', 'adopt: true'], ['mode: apply', '']);
    expect(problemsOf(adopting)).toEqual([
      '8:108 targets.lake.adopt: is not for awsOwnRole: a role that is not ours is never adopted. Name an existing role with awsSharedRole instead',
    ]);
    expect(problems([['connection: {id: aws_lake}', 'adopt: false']])).toEqual([]);
  });

  it.each<[string, Exchanges, string]>([
    [
      'neither adopting nor not',
      [['connection: {id: redshift}', 'adopt: maybe']],
      'targets.redshift.adopt: must be true or false',
    ],
    [
      'endpoints that there are not',
      [['mode: apply', 'mode: apply\nendpoints: private']],
      'endpoints: must be public or none',
    ],
    [
      'an approval elsewhere',
      [['mode: approve', 'mode: approve, approval: email']],
      'rules[1].approval: must be slack or cli',
    ],
    [
      'an approver by name',
      [['mode: approve', 'mode: approve, approvers: [jane]']],
      "rules[1].approvers[0]: must be the id of a user group or user, such as S0123456789 (a group's is in the address of its page, a user's is under Copy member ID)",
    ],
    [
      'a channel by name',
      [['mode: approve', 'mode: approve, channel: data']],
      "rules[1].channel: must be a channel's id, such as C0123456789 (Slack shows it at the foot of its details)",
    ],
    [
      'a connection made now and then',
      [['{id: redshift}', '{id: redshift, create: sometimes}']],
      'targets.redshift.connection.create: must be auto, ask or never',
    ],
    [
      'an account that YAML reads as a number',
      [['account: "999988887777"', 'account: 999988887777']],
      'targets.lake.awsOwnRole.account: must be 12 digits in quotes (YAML reads 0123 as a number)',
    ],
    [
      'a user as role',
      [[':role/redshift-loader', ':user/loader']],
      'targets.redshift.awsSharedRole.role: must be the ARN of a role, such as arn:aws:iam::999988887777:role/redshift-loader',
    ],
    [
      'an unknown partition',
      [['arn:aws:iam', 'arn:aws-eu:iam']],
      'targets.redshift.awsSharedRole.role: must be the ARN of a role, such as arn:aws:iam::999988887777:role/redshift-loader',
    ],
    [
      'an ExternalId of one character',
      [['externalId: acme', 'externalId: a']],
      'targets.redshift.awsSharedRole.externalId: must be 2 to 1,224 letters, digits and any of _+=,.@:/-',
    ],
    [
      'an ExternalId of 1,225 characters',
      [['externalId: acme', `externalId: ${'a'.repeat(1_225)}`]],
      'targets.redshift.awsSharedRole.externalId: must be 2 to 1,224 letters, digits and any of _+=,.@:/-',
    ],
    [
      'one role with and without ExternalId',
      also(`awsSharedRole: {role: "${SHARED}"}`),
      'targets.more.awsSharedRole: needs the externalId too: target redshift is the same role with one, and this way in would bypass it',
    ],
    [
      'one role name by two targets, whatever the case',
      also('awsOwnRole: {account: "999988887777", name: "Airflow-{namespace}"}'),
      'targets.lake.awsOwnRole.name: makes the same role as target more: a role belongs to one target',
    ],
    [
      'a role name of 65 characters',
      [['airflow-{namespace}', `${'a'.repeat(25)}{namespace}`]],
      'targets.lake.awsOwnRole.name: can become 65 characters long, and IAM takes 64: shorten what stands around the placeholders',
    ],
    [
      'a role name by Workspace alone',
      [['{namespace}', '{workspaceId}']],
      'targets.lake.awsOwnRole.name: must contain {namespace} or {id}: without it several Deployments would share one role',
    ],
    [
      'an unknown placeholder',
      [['{namespace}', '{name}{id}']],
      'targets.lake.awsOwnRole.name: {name} is no placeholder; there are {namespace}, {id}, {workspaceId}',
    ],
    [
      'a role name with a character that IAM refuses',
      [['airflow-{namespace}', 'a/{namespace}']],
      'targets.lake.awsOwnRole.name: must be letters, digits, any of _+=,.@- and placeholders such as {namespace}',
    ],
    [
      'a policy of another account',
      [['[lake-read]', '["arn:aws:iam::111111111111:policy/x"]']],
      "targets.lake.awsOwnRole.policies[0]: is a policy of account 111111111111: a role of 999988887777 takes its own account's or AWS's",
    ],
    [
      'a policy by wildcard',
      [['[lake-read]', '["lake-*"]']],
      'targets.lake.awsOwnRole.policies[0]: must be one policy: IAM takes no wildcard in an ARN',
    ],
    [
      'a role as policy',
      [['[lake-read]', '["arn:aws:iam::999988887777:role/x"]']],
      "targets.lake.awsOwnRole.policies[0]: must be the name of a managed policy in the target's account, or an ARN",
    ],
    [
      'policies of two partitions',
      [
        [
          '[lake-read]',
          '["arn:aws-us-gov:iam::999988887777:policy/a", "arn:aws:iam::999988887777:policy/b"]',
        ],
      ],
      'targets.lake.awsOwnRole: names policies of several partitions: aws, aws-us-gov',
    ],
    [
      'a target’s name with a character too many',
      [
        ['  lake:', '  "lake!":'],
        ['[lake,', '["lake!",'],
      ],
      'targets.lake!: must be named by 1 to 63 letters, digits, _ and -, a letter first',
    ],
    [
      'a boundary of another account',
      [['policies: [lake-read]', 'permissionsBoundary: "arn:aws:iam::111111111111:policy/x"']],
      "targets.lake.awsOwnRole.permissionsBoundary: is a policy of account 111111111111: a role of 999988887777 takes its own account's or AWS's",
    ],
    [
      'roles/owner',
      [['roles/bigquery.jobUser', 'roles/owner']],
      'targets.analytics.gcpProject.roles[0]: roles/owner is refused: it opens the whole project',
    ],
    [
      'roles/editor',
      [['roles/bigquery.jobUser', 'roles/editor']],
      'targets.analytics.gcpProject.roles[0]: roles/editor is refused: it opens the whole project',
    ],
    [
      'a role that can pass access on',
      [['roles/bigquery.jobUser', 'roles/bigquery.dataOwner']],
      'targets.analytics.gcpProject.roles[0]: roles/bigquery.dataOwner is refused: it contains setIamPolicy, so that whoever has it can give access onwards; use roles/bigquery.dataEditor',
    ],
    [
      'the same on a bucket',
      [['roles/storage.objectViewer', 'roles/storage.legacyBucketOwner']],
      'targets.raw.gcpBucket.roles[0]: roles/storage.legacyBucketOwner is refused: it contains setIamPolicy, so that whoever has it can give access onwards; use roles/storage.objectUser',
    ],
    [
      'the same on a dataset',
      [[DAILY, DAILY.replace('dataViewer', 'dataOwner')]],
      'targets.daily.gcpDataset.roles[0]: roles/bigquery.dataOwner is refused: it contains setIamPolicy, so that whoever has it can give access onwards; use roles/bigquery.dataEditor',
    ],
    ...[
      ['READER', 'roles/bigquery.dataViewer'],
      ['WRITER', 'roles/bigquery.dataEditor'],
      ['OWNER', 'roles/bigquery.dataEditor'],
      ['bigquery.metadataViewer', 'roles/bigquery.metadataViewer'],
      ['"data viewer"', 'roles/bigquery.dataViewer'],
    ].map(([role = '', named]): [string, Exchanges, string] => [
      `${role} as role`,
      [[DAILY, DAILY.replace('roles/bigquery.dataViewer', role)]],
      `targets.daily.gcpDataset.roles[0]: must be a role such as ${named}`,
    ]),
    [
      'a dataset with its project',
      [['dataset: daily', 'dataset: acme-analytics.daily']],
      'targets.daily.gcpDataset.dataset: must be the name of a dataset, letters, digits and _, without its project',
    ],
    [
      'a dataset without a project',
      [['project: acme-analytics, dataset: daily', 'dataset: daily']],
      'targets.daily.gcpDataset.project: is missing',
    ],
    [
      'one for which nothing stands in',
      [['roles/bigquery.jobUser', 'roles/iam.securityAdmin']],
      'targets.analytics.gcpProject.roles[0]: roles/iam.securityAdmin is refused: it contains setIamPolicy, so that whoever has it can give access onwards',
    ],
    [
      'a role twice',
      [['roles/bigquery.jobUser', 'roles/bigquery.dataViewer']],
      'targets.analytics.gcpProject.roles[1]: stands here twice',
    ],
    [
      'a member instead of an address',
      [[LOADER, `serviceAccount:${LOADER}`]],
      "targets.loader.gcpImpersonate.serviceAccount: must be a service account's address, such as loader@acme-analytics.iam.gserviceaccount.com",
    ],
    [
      'two grants in one target',
      [['lake: {', `lake: {gcpImpersonate: {serviceAccount: ${LOADER}}, `]],
      'targets.lake: must give one thing, and gives awsOwnRole and gcpImpersonate: make a target of each',
    ],
    [
      'a connection id that Airflow refuses',
      [['id: aws_lake', 'id: aws/lake']],
      'targets.lake.connection.id: must be 1 to 200 letters, digits and any of _.-',
    ],
    [
      'a connection id of 201 characters',
      [['id: aws_lake', `id: ${'a'.repeat(201)}`]],
      'targets.lake.connection.id: must be 1 to 200 letters, digits and any of _.-',
    ],
    [
      'one connection id twice in a rule',
      [['{id: redshift}', '{id: aws_lake}']],
      'rules[0].reach[1]: redshift makes the connection aws_lake, and lake does already',
    ],
    [
      'a bucket’s connection without project',
      [['{id: gcp_raw, project: acme-analytics}', '{id: gcp_raw}']],
      "targets.raw.connection: needs a project: a bucket's name does not tell whose quota Airflow should use",
    ],
    [
      'an account of Astronomer’s that is a role’s',
      [
        ['["111122223333"]', '["111122223333", "999988887777"]'],
        [
          '  redshift: {awsSharedRole: {role: "arn:aws:iam::999988887777',
          '  redshift: {awsSharedRole: {role: "arn:aws:iam::999988887776',
        ],
      ],
      "targets.lake.awsOwnRole.account: 999988887777 is also listed under astronomer, where everything is trusted as Astronomer's: it is theirs or yours",
    ],
    [
      'a project of Astronomer’s that is a service account’s',
      [[LOADER, 'loader@astro-data-plane.iam.gserviceaccount.com']],
      "targets.loader.gcpImpersonate.serviceAccount: astro-data-plane is also listed under astronomer, where everything is trusted as Astronomer's: it is theirs or yours",
    ],
    [
      'a project of Astronomer’s that is a dataset’s',
      [['project: acme-analytics, dataset', 'project: astro-data-plane, dataset']],
      "targets.daily.gcpDataset.project: astro-data-plane is also listed under astronomer, where everything is trusted as Astronomer's: it is theirs or yours",
    ],
    [
      'targets on AWS without an account of Astronomer’s',
      [['awsAccounts: ["111122223333"], ', '']],
      "astronomer.awsAccounts: must name at least one AWS account of Astronomer's: target lake is on aws",
    ],
    [
      'targets on Google Cloud without a project of Astronomer’s',
      [['[astro-data-plane]', '[]']],
      "astronomer.gcpProjects: must name at least one Google Cloud project of Astronomer's: target analytics is on gcp",
    ],
    [
      'an unknown target',
      [['[lake, redshift]', '[lake, red-shift-]']],
      'rules[0].reach[1]: there is no target red-shift-; did you mean redshift?',
    ],
    [
      'a target of a name that every object has',
      [['[lake, redshift]', '[lake, toString]']],
      'rules[0].reach[1]: there is no target toString',
    ],
    [
      'a rule name twice',
      [['name: etl-gcp', 'name: etl-aws']],
      'rules[1].name: names another rule already: rules[0]',
    ],
    [
      'applying without a Workspace',
      [[OF_ETL_AWS, 'deployment: "etl-*"']],
      'rules[0].when: must name one Workspace by workspaceId, for this rule applies unasked: whoever names a Deployment or a Workspace could choose it',
    ],
    [
      'applying to Workspaces by glob',
      [[OF_ETL_AWS, 'workspaceId: "clmh*"']],
      'rules[0].when.workspaceId: must name one Workspace, without * or ?, for this rule applies unasked: whoever names a Deployment or a Workspace could choose it',
    ],
    [
      'applying by a rule’s own mode',
      [
        ['mode: approve', 'mode: apply'],
        [OF_ETL_GCP, 'cloud: gcp'],
      ],
      'rules[1].when: must name one Workspace by workspaceId, for this rule applies unasked: whoever names a Deployment or a Workspace could choose it',
    ],
    [
      'a cloud in capitals',
      [['cloud: gcp', 'cloud: GCP']],
      'rules[1].when.cloud: matches none of aws, gcp, azure; did you mean gcp?',
    ],
    [
      'a type that there is not',
      [['cloud: gcp}', 'cloud: gcp}, unless: {type: standard}']],
      'rules[1].unless.type: matches none of STANDARD, DEDICATED, HYBRID; did you mean STANDARD?',
    ],
    [
      'a cloud where no target is',
      [['cloud: gcp', 'cloud: aws']],
      'rules[1].when.cloud: leaves nothing to reach: all targets of this rule are on gcp',
    ],
    [
      'Azure, where no target can be',
      [['cloud: gcp', 'cloud: azure']],
      'rules[1].when.cloud: leaves nothing to reach: all targets of this rule are on gcp',
    ],
    [
      'Azure, where targets of both clouds are',
      [
        ['[analytics, raw, daily, loader]', '[lake, analytics]'],
        ['cloud: gcp', 'cloud: azure'],
      ],
      'rules[1].when.cloud: leaves nothing to reach: all targets of this rule are on aws and gcp',
    ],
    [
      'a number for a glob',
      [['deployment: "etl-*"', 'deployment: 7']],
      'rules[0].when.deployment: must be text, or a glob, in quotes',
    ],
    [
      'nothing for a glob',
      [['deployment: "etl-*"', 'deployment: null']],
      'rules[0].when.deployment: is empty',
    ],
    [
      'an exception without a condition',
      [['cloud: gcp}', 'cloud: gcp}, unless: {}']],
      'rules[1].unless: must say something: an empty one excludes every Deployment',
    ],
    [
      'an unknown key',
      [['cloud: gcp}', 'cloud: gcp, deploymentName: x}']],
      'rules[1].when.deploymentName: is no key here; did you mean deployment?',
    ],
    [
      'a misspelt kind of grant',
      [['{gcpProject:', '{gcpProjects:']],
      'targets.analytics.gcpProjects: is no key here; did you mean gcpProject?',
    ],
    [
      'a channel’s name',
      [['C0123456789', '"#data-ops"']],
      "slack.channel: must be a channel's id, such as C0123456789 (Slack shows it at the foot of its details)",
    ],
    [
      'an installation in capitals',
      [['installation: prod', 'installation: Prod']],
      'installation: must be 1 to 28 small letters, digits and hyphens, a letter first',
    ],
    [
      'an installation of 32 characters',
      [['installation: prod', `installation: ${'a'.repeat(32)}`]],
      'installation: must be 1 to 28 small letters, digits and hyphens, a letter first',
    ],
    [
      'a duration without unit',
      [['keep: 24h', 'keep: "24"']],
      'defaults.keep: must be a duration: 30m, 24h or 7d',
    ],
    ['another version', [['version: 1', 'version: 2']], 'version: must be 1'],
    ['no version', [['version: 1\n', '']], 'version: is missing'],
    [
      'an empty key',
      [['slack: {channel: C0123456789, approvers: [S0PLATFORM]}', 'slack:']],
      'slack: is empty',
    ],
    [
      'text where a list is due',
      [['reach: [lake, redshift]', 'reach: lake']],
      'rules[0].reach: must be a list: [lake]',
    ],
    [
      'a map where a list is due',
      [['reach: [lake, redshift]', 'reach: {lake: redshift}']],
      'rules[0].reach: must be a list: each of its lines begins with a hyphen',
    ],
    [
      'several globs for one thing',
      [['deployment: "etl-*"', 'deployment: ["etl-*", "elt-*"]']],
      'rules[0].when.deployment: must be text, or a glob, in quotes: for several, a rule each',
    ],
    ['a version in quotes', [['version: 1', 'version: "1"']], 'version: must be 1, without quotes'],
    [
      'a misspelt key that must be there, once',
      [['installation: prod', 'instalation: prod']],
      'instalation: is no key here; did you mean installation?',
    ],
    [
      'a number where a list is due',
      [['reach: [lake, redshift]', 'reach: 7']],
      'rules[0].reach: must be a list: each of its lines begins with a hyphen',
    ],
    [
      'a number where a role is due',
      [['roles/bigquery.jobUser', '7']],
      'targets.analytics.gcpProject.roles[0]: must be a role such as roles/bigquery.dataViewer',
    ],
    [
      'nothing where text is due',
      [['installation: prod', 'installation:']],
      'installation: is empty',
    ],
    [
      'a glob of no characters',
      [['deployment: "etl-*"', 'deployment: ""']],
      'rules[0].when.deployment: must be text, or a glob, in quotes',
    ],
    [
      'a rule’s name with a blank',
      [['name: etl-gcp', 'name: etl gcp']],
      'rules[1].name: must be 1 to 64 letters, digits and any of _.-, in quotes if all digits',
    ],
    ['a rule without a condition', [[`when: {${OF_ETL_AWS}}, `, '']], 'rules[0].when: is missing'],
    [
      'a misspelt key that must be there in a target, once',
      [['{project: acme-analytics, dataset', '{projekt: acme-analytics, dataset']],
      'targets.daily.gcpDataset.projekt: is no key here; did you mean project?',
    ],
    [
      'a misspelt key of a list, once',
      [['rules:\n', 'ruels:\n']],
      'ruels: is no key here; did you mean rules?',
    ],
    ...[`${SHARED}:rooted`, 'redshift-999988887777'].map((role): [string, Exchanges, string] => [
      `${role}, which is no account root`,
      [[SHARED, role]],
      'targets.redshift.awsSharedRole.role: must be the ARN of a role, such as arn:aws:iam::999988887777:role/redshift-loader',
    ]),
    [
      'a sentence where a list is due',
      [['reach: [lake, redshift]', 'reach: lake and redshift']],
      'rules[0].reach: must be a list: each of its lines begins with a hyphen',
    ],
    [
      'no roles, of which there must be some',
      [
        [
          'acme-analytics, roles: [roles/bigquery.jobUser, roles/bigquery.dataViewer]',
          'acme-analytics',
        ],
      ],
      'targets.analytics.gcpProject.roles: is missing',
    ],
    [
      'a number where text is due',
      [['reach: [lake, redshift]', 'reach: [lake, 7]']],
      'rules[0].reach[1]: must be text (numbers in quotes)',
    ],
  ])('%s', (_it, exchanges, problem) => expect(problems(exchanges)).toEqual([problem]));
});

describe('the checks tell nothing that only follows from something else', () => {
  const second: Exchanges[number] = [
    'lake: {',
    `lake: {gcpImpersonate: {serviceAccount: ${LOADER}}, `,
  ];
  const twoThings =
    'targets.lake: must give one thing, and gives awsOwnRole and gcpImpersonate: make a target of each';

  it.each<[string, Exchanges, readonly string[]]>([
    [
      'of a connection whose cloud is not known',
      [second, ['{id: aws_lake}', '{id: aws_lake, project: acme-analytics}']],
      [twoThings],
    ],
    [
      'of a rule where the cloud of a target is not known',
      [second, ['[analytics, raw, daily, loader]', '[analytics, lake]'], [OF_ETL_GCP, OF_ETL_AWS]],
      [twoThings],
    ],
    [
      'of one connection by two targets whose clouds are not known',
      [
        second,
        ['redshift: {', `redshift: {gcpImpersonate: {serviceAccount: ${LOADER}}, `],
        ['{id: redshift}', '{id: aws_lake}'],
      ],
      [twoThings, twoThings.replace('lake', 'redshift').replace('OwnRole', 'SharedRole')],
    ],
    [
      'of what is reached where the targets are no targets',
      [[section('targets'), 'targets: []\n']],
      ['targets: must be a map of names and targets'],
    ],
    [
      'of what Astronomer’s accounts lack where they are no list',
      [['["111122223333"]', '"111122223333"']],
      ['astronomer.awsAccounts: must be a list: ["111122223333"]'],
    ],
    [
      'of a policy’s account where the role’s is none',
      [
        ['account: "999988887777", name', 'account: mine, name'],
        ['[lake-read]', '["arn:aws:iam::111111111111:policy/x"]'],
      ],
      [
        'targets.lake.awsOwnRole.account: must be 12 digits in quotes (YAML reads 0123 as a number)',
      ],
    ],
  ])('%s', (_it, exchanges, told) => expect(problems(exchanges)).toEqual(told));
});

describe('the checks name', () => {
  it('what a rule leaves to reach, whatever it reaches that is not there', () => {
    const exchanges: Exchanges = [
      [OF_ETL_GCP, `workspaceId: ${WORKSPACE}, cloud: aws`],
      ['[analytics, raw, daily, loader]', '[analytics, nowhere]'],
    ];
    expect(problems(exchanges)).toEqual([
      'rules[1].when.cloud: leaves nothing to reach: all targets of this rule are on gcp',
      'rules[1].reach[1]: there is no target nowhere',
    ]);
  });

  it('what stands at one place in order', () => {
    expect(problems([['airflow-{namespace}', '{zz}{qq}{id}']])).toEqual(
      ['qq', 'zz'].map(
        (name) =>
          `targets.lake.awsOwnRole.name: {${name}} is no placeholder; there are {namespace}, {id}, {workspaceId}`,
      ),
    );
  });

  it('each of several unknown keys', () => {
    expect(problems([['cloud: gcp}', 'cloud: gcp, regoin: x, clod: y}']])).toEqual([
      'rules[1].when.regoin: is no key here; did you mean region?',
      'rules[1].when.clod: is no key here; did you mean cloud?',
    ]);
  });

  it('what a target may give, where none of its keys says', () => {
    const bucket = 'gcpBucket: {bucket: acme-raw, roles: [roles/storage.objectViewer]}';
    expect(problems([[bucket, 'colour: red']])).toEqual([
      expect.stringMatching(/^targets.raw: must give something: one of awsOwnRole, /),
      expect.stringMatching(/^targets.raw.colour: is no key here \(there are awsOwnRole, /),
    ]);
  });
});
