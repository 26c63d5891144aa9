import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { memberTemplate } from '../../../infra/aws/member-template.ts';
import { awsPermissionFiles } from '../../../infra/aws/permission-files.ts';
import { permissionsTemplate } from '../../../infra/aws/permissions-template.ts';
import { FUNCTION_NAMES } from '../../../local/function-names.ts';
import { ownRoleTags } from '../../../shared/policy/own-role-marks.ts';
import { parseAccessRules } from '../../../shared/rules/parse.ts';
import { HOME, OTHER, rulesOf, TARGETS } from '../rules.ts';
import { mayAs, statementsOf } from './evaluate.ts';

const role = (path: string, account = HOME) => `arn:aws:iam::${account}:role/${path}`;
const OWN = role('deployment-authorizer/prod/airflow-fiery-nebula-1234');
const EDGE = { 'iam:PermissionsBoundary': [`arn:aws:iam::${HOME}:policy/edge`] };
const READ = { 'iam:PolicyARN': [`arn:aws:iam::${HOME}:policy/lake-read`] };
const ADMIN = { 'iam:PolicyARN': ['arn:aws:iam::aws:policy/AdministratorAccess'] };
const TAGS = {
  'aws:RequestTag/deployment-authorizer:installation': ['prod'],
  'aws:TagKeys': Object.keys(ownRoleTags('prod', 'x')),
};

const may = mayAs(
  'grant-access',
  rulesOf([TARGETS.lake, TARGETS.plain, TARGETS.redshift, TARGETS.far]),
);

const path = process.env.ACCESS_RULES ?? 'access-rules.yml';
const committed = awsPermissionFiles(parseAccessRules(readFileSync(path, 'utf8'), path));

test.each(Object.entries(committed))(
  '%s is what the access rules make of it: npm run permissions',
  (file, text) => {
    expect(readFileSync(file, 'utf8')).toBe(text);
  },
);

describe('grant-access may', () => {
  test.each([
    ['read the quota of the account', 'iam:GetAccountSummary', '*', {}],
    ['read a shared role', 'iam:GetRole', role('team/redshift'), {}],
    [
      'write the trust policy of a shared role',
      'iam:UpdateAssumeRolePolicy',
      role('team/redshift'),
      {},
    ],
    [
      'ask for an own role that is not there yet, which has no path',
      'iam:GetRole',
      role('airflow-fiery-nebula-1234'),
      {},
    ],
    [
      'see whose a role of that name is',
      'iam:GetRole',
      role('elsewhere/airflow-fiery-nebula-1234'),
      {},
    ],
    ['make an own role with its boundary', 'iam:CreateRole', OWN, EDGE],
    [
      'make one without, where the target has none',
      'iam:CreateRole',
      role('deployment-authorizer/prod/plain-c1'),
      {},
    ],
    ['mark its roles', 'iam:TagRole', OWN, TAGS],
    ['attach what the target lists', 'iam:AttachRolePolicy', OWN, { ...EDGE, ...READ }],
    ['detach what a target no longer lists', 'iam:DetachRolePolicy', OWN, { ...EDGE, ...ADMIN }],
    ['set the boundary', 'iam:PutRolePermissionsBoundary', OWN, EDGE],
    ['write the trust policy of an own role', 'iam:UpdateAssumeRolePolicy', OWN, {}],
    ['delete an own role', 'iam:DeleteRole', OWN, {}],
    [
      'become its member in another account',
      'sts:AssumeRole',
      role('deployment-authorizer-prod-member', OTHER),
      {},
    ],
  ])('%s', (_it, action, resource, values) => {
    expect(may(action, resource, values)).toBe(true);
  });
});

describe('grant-access may not', () => {
  test.each([
    ['write a role that no target names', 'iam:UpdateAssumeRolePolicy', role('team/other'), {}],
    [
      'write a shared role of the same name elsewhere',
      'iam:UpdateAssumeRolePolicy',
      role('redshift'),
      {},
    ],
    [
      'give a shared role policies',
      'iam:AttachRolePolicy',
      role('team/redshift'),
      { ...EDGE, ...READ },
    ],
    ['make a role elsewhere', 'iam:CreateRole', role('airflow-fiery-nebula-1234'), EDGE],
    ['make a role without its boundary', 'iam:CreateRole', OWN, {}],
    [
      'make a role under another boundary',
      'iam:CreateRole',
      OWN,
      { 'iam:PermissionsBoundary': ['arn:aws:iam::aws:policy/AdministratorAccess'] },
    ],
    [
      'make a role that no target names',
      'iam:CreateRole',
      role('deployment-authorizer/prod/admin'),
      EDGE,
    ],
    [
      "touch another installation's roles",
      'iam:UpdateAssumeRolePolicy',
      role('deployment-authorizer/test/airflow-x'),
      {},
    ],
    ['attach what the target does not list', 'iam:AttachRolePolicy', OWN, { ...EDGE, ...ADMIN }],
    ['attach to a role that lost its boundary', 'iam:AttachRolePolicy', OWN, READ],
    ['write inline policies', 'iam:PutRolePolicy', OWN, EDGE],
    ['take a boundary off', 'iam:DeleteRolePermissionsBoundary', OWN, EDGE],
    ['tag its roles as it likes', 'iam:TagRole', OWN, { ...TAGS, 'aws:TagKeys': ['team'] }],
    [
      "mark a role as another installation's",
      'iam:TagRole',
      OWN,
      { ...TAGS, 'aws:RequestTag/deployment-authorizer:installation': ['test'] },
    ],
    [
      'change its own role',
      'iam:PutRolePolicy',
      role('deployment-authorizer-prod-grant-access'),
      {},
    ],
    ['take over a stranger', 'iam:UpdateAssumeRolePolicy', role('elsewhere/airflow-x'), {}],
    ['assume any other role', 'sts:AssumeRole', role('admin', OTHER), {}],
    ['write in another account by itself', 'iam:UpdateAssumeRolePolicy', role('far', OTHER), {}],
    [
      'read secrets',
      'secretsmanager:GetSecretValue',
      `arn:aws:secretsmanager:eu-west-1:${HOME}:secret:deployment-authorizer/prod/astro-token-a1b2c3`,
      {},
    ],
  ])('%s', (_it, action, resource, values) => {
    expect(may(action, resource, values)).toBe(false);
  });

  it('touch the roles of the functions, even where a target names one', () => {
    const itself = `arn:aws:iam::${HOME}:role/deployment-authorizer-prod-grant-access`;
    const rules = rulesOf([`self: {awsSharedRole: {role: "${itself}"}, connection: {id: self}}`]);
    expect(mayAs('grant-access', rules)('iam:UpdateAssumeRolePolicy', itself)).toBe(false);
  });
});

describe('what reaches a function', () => {
  const rules = rulesOf([TARGETS.lake]);
  const queue = (name: string) =>
    `arn:aws:sqs:eu-west-1:${HOME}:deployment-authorizer-prod-${name}`;
  const secret = (name: string) =>
    `arn:aws:secretsmanager:eu-west-1:${HOME}:secret:deployment-authorizer/prod/${name}-a1b2c3`;
  const bus = `arn:aws:events:eu-west-1:${HOME}:event-bus/deployment-authorizer-prod`;
  const whoMay = (action: string, resource: string) =>
    FUNCTION_NAMES.filter((name) => mayAs(name, rules)(action, resource));

  it.each([
    ['sqs:ReceiveMessage', queue('deployments'), ['decide-access']],
    ['sqs:ReceiveMessage', queue('targets.fifo'), ['grant-access']],
    ['sqs:ReceiveMessage', queue('messages.fifo'), ['notify']],
    ['sqs:ReceiveMessage', queue('handovers.fifo'), ['hand-over']],
    ['sqs:SendMessage', queue('deployments'), []],
    ['sqs:SendMessage', queue('deployments-dead'), ['decide-access']],
    ['sqs:SendMessage', queue('targets-dead.fifo'), ['grant-access']],
    ['sqs:SendMessage', queue('messages-dead.fifo'), ['notify']],
    ['sqs:SendMessage', queue('handovers-dead.fifo'), ['hand-over']],
    [
      'sqs:SendMessage',
      queue('targets.fifo'),
      ['answer-slack', 'decide-access', 'operate', 'sweep'],
    ],
    [
      'sqs:SendMessage',
      queue('messages.fifo'),
      ['answer-slack', 'decide-access', 'grant-access', 'hand-over', 'operate', 'sweep'],
    ],
    ['sqs:SendMessage', queue('handovers.fifo'), ['answer-slack', 'notify', 'operate', 'sweep']],
    [
      'events:PutEvents',
      bus,
      ['answer-slack', 'grant-access', 'operate', 'receive-event', 'sweep'],
    ],
    ['secretsmanager:GetSecretValue', secret('astro-token'), ['decide-access', 'operate', 'sweep']],
    ['secretsmanager:GetSecretValue', secret('astro-write-token'), ['hand-over']],
    ['secretsmanager:GetSecretValue', secret('slack-token'), ['answer-slack', 'notify']],
    ['secretsmanager:GetSecretValue', secret('slack-signing-secret'), ['answer-slack']],
    ['secretsmanager:GetSecretValue', secret('receive-secret'), ['receive-event']],
    ['secretsmanager:GetSecretValue', secret('other'), []],
  ])('%s on %s is for %j', (action, resource, names) => {
    expect(whoMay(action, resource)).toEqual(names);
  });
});

test('receive-event, which is open to all, may send ids, read its secret, log, and nothing else', () => {
  const actions = statementsOf('receive-event', rulesOf([TARGETS.lake])).flatMap(
    ({ Action }) => Action,
  );
  expect(actions.toSorted()).toEqual([
    'events:PutEvents',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'secretsmanager:GetSecretValue',
  ]);
});

test('hand-over, which has the token that writes in Astro, is the only one with it, and has one secret', () => {
  const rules = rulesOf(Object.values(TARGETS), 'apply');
  const readable = (name: string) =>
    statementsOf(name, rules)
      .filter(({ Action }) => Action.includes('secretsmanager:GetSecretValue'))
      .flatMap(({ Resource }) =>
        Resource.map((one) => /\/prod\/([a-z-]+)-\?{6}$/.exec(`${one}`)?.[1]),
      );
  expect(readable('hand-over')).toEqual(['astro-write-token']);
  const others = FUNCTION_NAMES.filter((name) => name !== 'hand-over').flatMap(readable);
  expect(others).not.toContain('astro-write-token');
  expect(new Set(others)).toEqual(
    new Set(['astro-token', 'receive-secret', 'slack-signing-secret', 'slack-token']),
  );
});

test('grant-access alone may write IAM or become another role', () => {
  const rules = rulesOf(Object.values(TARGETS), 'apply');
  const writers = FUNCTION_NAMES.filter((name) =>
    [HOME, OTHER].some((account) =>
      statementsOf(name, rules, account)
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Action }) => Action)
        .some((action) => /^(iam:(?!Get|List)|sts:|lambda:|\*)/.test(action)),
    ),
  );
  expect(writers).toEqual(['grant-access']);
});

test('in another account its member may do there what grant-access may do in its own', () => {
  const rules = rulesOf([TARGETS.lake, TARGETS.far]);
  const { Resources } = memberTemplate(rules);
  const { Resources: home } = permissionsTemplate(rules);
  for (const account of [HOME, OTHER]) {
    const name = `TargetsIn${account}`;
    const policy = { PolicyDocument: expect.anything(), Roles: [{ Ref: 'MemberRole' }] };
    expect(home).toHaveProperty(name);
    expect(Resources).toMatchObject({ [name]: { Condition: `In${account}`, Properties: policy } });
    const documents = [home, Resources].map((all) => documentIn(all, name));
    expect(documents[1]).toEqual(documents[0]);
  }
  expect(JSON.stringify(Resources)).toContain(':role/deployment-authorizer-prod-grant-access"');
});

function documentIn(resources: object, name: string): unknown {
  const found = new Map(Object.entries(resources)).get(name);
  return found?.Properties?.PolicyDocument;
}

describe('the permissions', () => {
  const rules = rulesOf(Object.values(TARGETS), 'preview');

  it.each([HOME, OTHER])(
    'of an installation that previews only have no write to IAM in %s',
    (account) => {
      const iam = statementsOf('grant-access', rules, account)
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Action }) => Action)
        .filter((action) => action.startsWith('iam:'));
      expect(iam.length).toBeGreaterThan(0);
      expect(iam.filter((action) => !/^iam:(Get|List)/.test(action))).toEqual([]);
    },
  );

  const INTO_IAM = ['grant-access', 'operate'];

  it.each(FUNCTION_NAMES.filter((name) => !INTO_IAM.includes(name)))(
    'of %s have no IAM, and no other role',
    (name) => {
      const actions = statementsOf(name, rulesOf(Object.values(TARGETS))).flatMap(
        ({ Action }) => Action,
      );
      expect(actions.filter((action) => /^(iam|sts):|\*/.test(action))).toEqual([]);
    },
  );

  it.each([HOME, OTHER])(
    'of operate in %s look at IAM of that account alone, and write nothing',
    (account) => {
      const all = rulesOf(Object.values(TARGETS), 'apply');
      const actions = statementsOf('operate', all, account).flatMap(({ Action }) => Action);
      const iam = actions.filter((action) => /^(iam|sts):|\*/.test(action));
      expect(iam).toContain('iam:GetRole');
      expect(iam.filter((action) => !/^iam:(Get|List)/.test(action))).toEqual([]);
      const may = mayAs('operate', all, account);
      const [near, far] = [role('team/redshift'), role('far', OTHER)];
      expect([may('iam:GetRole', near), may('iam:GetRole', far)]).toEqual(
        account === HOME ? [true, false] : [false, true],
      );
    },
  );

  it.each(FUNCTION_NAMES)('of %s name what they are for', (name) => {
    const allowed = statementsOf(name, rulesOf(Object.values(TARGETS))).filter(
      ({ Effect }) => Effect === 'Allow',
    );
    const everything = allowed.filter(({ Resource }) => Resource.includes('*'));
    expect(everything.flatMap(({ Action }) => Action)).toEqual(
      INTO_IAM.includes(name) ? ['iam:GetAccountSummary'] : [],
    );
  });

  it('do not change with the rules, but with the targets', () => {
    const one = rulesOf([TARGETS.lake, TARGETS.redshift]);
    const wider = { ...one, rules: one.rules.map((rule) => ({ ...rule, when: {}, reach: [] })) };
    expect(awsPermissionFiles(wider)).toEqual(awsPermissionFiles(one));
    expect(awsPermissionFiles(rulesOf([TARGETS.lake]))).not.toEqual(awsPermissionFiles(one));
  });

  it('do not depend on the order of the targets', () => {
    const targets = [TARGETS.lake, TARGETS.plain, TARGETS.redshift, TARGETS.far];
    expect(awsPermissionFiles(rulesOf(targets.toReversed()))).toEqual(
      awsPermissionFiles(rulesOf(targets)),
    );
  });

  it('are refused when they are too long for IAM', () => {
    const many = Array.from(
      { length: 100 },
      (_one, place) =>
        `t${place}: {awsSharedRole: {role: "arn:aws:iam::${HOME}:role/a-role-of-many-with-a-long-name-${place}"}, connection: {id: t${place}}}`,
    );
    expect(() => awsPermissionFiles(rulesOf(many))).toThrow(
      /account 999988887777: the permissions for its targets take \d+ characters/,
    );
  });

  it('are refused for an installation whose functions would have too long a name', () => {
    const long = { ...rulesOf([TARGETS.lake]), installation: 'i'.repeat(31) };
    expect(() => awsPermissionFiles(long)).toThrow('on AWS it may have 28 characters');
  });
});
