import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { parseAccessRules } from '../../shared/rules/parse.ts';
import { RulesInvalidError } from '../../shared/rules/problem.ts';
import { warnings } from '../../shared/rules/warnings.ts';
import { type Exchanges, FILE, fileWith, problemsOf, rulesWith, WORKSPACE } from './sample.ts';

const text = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const HOUR = 3_600_000;
/** What a connection is where the file says no more. */
const BY_HAND = { create: 'ask', via: 'environment-manager' };

describe('parseAccessRules', () => {
  it('reads every kind of target', () => {
    expect(Object.values(rulesWith().targets)).toEqual([
      {
        name: 'lake',
        cloud: 'aws',
        drift: 'repair',
        adopt: false,
        kind: 'awsOwnRole',
        account: '999988887777',
        roleName: 'airflow-{namespace}',
        policies: ['arn:aws:iam::999988887777:policy/lake-read'],
        connection: { id: 'aws_lake', ...BY_HAND },
      },
      {
        name: 'redshift',
        cloud: 'aws',
        drift: 'repair',
        adopt: false,
        kind: 'awsSharedRole',
        role: 'arn:aws:iam::999988887777:role/redshift-loader',
        externalId: 'acme',
        connection: { id: 'redshift', ...BY_HAND },
      },
      {
        name: 'analytics',
        cloud: 'gcp',
        drift: 'repair',
        adopt: false,
        kind: 'gcpProject',
        project: 'acme-analytics',
        roles: ['roles/bigquery.jobUser', 'roles/bigquery.dataViewer'],
        connection: { id: 'gcp_analytics', ...BY_HAND },
      },
      {
        name: 'raw',
        cloud: 'gcp',
        drift: 'repair',
        adopt: false,
        kind: 'gcpBucket',
        bucket: 'acme-raw',
        roles: ['roles/storage.objectViewer'],
        connection: { id: 'gcp_raw', project: 'acme-analytics', ...BY_HAND },
      },
      {
        name: 'daily',
        cloud: 'gcp',
        drift: 'repair',
        adopt: false,
        kind: 'gcpDataset',
        project: 'acme-analytics',
        dataset: 'daily',
        roles: ['roles/bigquery.dataViewer'],
        connection: { id: 'gcp_daily', ...BY_HAND },
      },
      {
        name: 'loader',
        cloud: 'gcp',
        drift: 'repair',
        adopt: false,
        kind: 'gcpImpersonate',
        serviceAccount: 'loader@acme-analytics.iam.gserviceaccount.com',
        connection: { id: 'gcp_loader', ...BY_HAND },
      },
    ]);
  });

  it('reads what is said of the installation and of the rules', () => {
    const { targets: _targets, digest: _digest, ...rest } = rulesWith();
    expect(rest).toEqual({
      version: 1,
      installation: 'prod',
      mode: 'apply',
      astronomer: { awsAccounts: ['111122223333'], gcpProjects: ['astro-data-plane'] },
      slack: { channel: 'C0123456789', approvers: ['S0PLATFORM'] },
      defaults: { region: 'eu-west-1', keep: 24 * HOUR },
      reporter: 'aws',
      unmatched: 'tell',
      endpoints: 'public',
      rules: [
        {
          name: 'etl-aws',
          when: { workspaceId: WORKSPACE, deployment: 'etl-*', cloud: 'aws' },
          mode: 'apply',
          reach: ['lake', 'redshift'],
          approval: 'slack',
        },
        {
          name: 'etl-gcp',
          when: { workspaceId: WORKSPACE, cloud: 'gcp' },
          mode: 'approve',
          reach: ['analytics', 'raw', 'daily', 'loader'],
          approval: 'slack',
        },
      ],
    });
  });

  it('fills in what is not said, to the more careful side', () => {
    const least =
      'version: 1\ninstallation: a\nslack: {channel: C0123456789}\ntargets: {}\nrules: []';
    const { digest, ...rest } = parseAccessRules(least, 'f');
    expect(digest).toMatch(/^[0-9a-f]{16}$/);
    expect(rest).toEqual({
      version: 1,
      installation: 'a',
      mode: 'preview',
      astronomer: { awsAccounts: [], gcpProjects: [] },
      slack: { channel: 'C0123456789', approvers: [] },
      defaults: { keep: 24 * HOUR },
      reporter: 'aws',
      unmatched: 'tell',
      endpoints: 'public',
      targets: {},
      rules: [],
    });
  });

  it.each([
    ['apply', 'apply', 'apply'],
    ['apply', 'approve', 'approve'],
    ['approve', 'apply', 'approve'],
    ['preview', 'apply', 'preview'],
    ['preview', 'approve', 'preview'],
    ['approve', 'preview', 'preview'],
  ])('under the ceiling %s the rule mode %s is %s', (ceiling, mode, effective) => {
    const rules = rulesWith(
      ['mode: approve', `mode: ${mode}`],
      ['mode: apply', `mode: ${ceiling}`],
    );
    expect(rules.rules.map((rule) => rule.mode)).toEqual([ceiling, effective]);
  });

  it.each([
    ['30m', HOUR / 2],
    ['0m', 0],
    ['24h', 24 * HOUR],
    ['7d', 7 * 24 * HOUR],
  ])('keeps for %s', (keep, milliseconds) => {
    expect(rulesWith(['keep: 24h', `keep: ${keep}`]).defaults.keep).toBe(milliseconds);
  });

  it.each<[string, Exchanges, readonly string[], string | undefined]>([
    ['a name', [], ['arn:aws:iam::999988887777:policy/lake-read'], undefined],
    [
      'a name with a path',
      [['[lake-read]', '[data/lake-read]']],
      ['arn:aws:iam::999988887777:policy/data/lake-read'],
      undefined,
    ],
    [
      'an ARN of AWS',
      [['[lake-read]', '["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]']],
      ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'],
      undefined,
    ],
    [
      'a name beside an ARN, in the same partition',
      [['[lake-read]', '[x, "arn:aws-us-gov:iam::aws:policy/y"], permissionsBoundary: z']],
      ['arn:aws-us-gov:iam::999988887777:policy/x', 'arn:aws-us-gov:iam::aws:policy/y'],
      'arn:aws-us-gov:iam::999988887777:policy/z',
    ],
    [
      "a name where the region is the American government's",
      [['region: eu-west-1', 'region: us-gov-west-1']],
      ['arn:aws-us-gov:iam::999988887777:policy/lake-read'],
      undefined,
    ],
    [
      'a name where the region is in China',
      [['region: eu-west-1', 'region: cn-north-1']],
      ['arn:aws-cn:iam::999988887777:policy/lake-read'],
      undefined,
    ],
  ])('makes policies into ARNs: %s', (_it, exchanges, policies, boundary) => {
    const { lake } = rulesWith(...exchanges).targets;
    if (lake?.kind !== 'awsOwnRole') throw new Error('lake is a role of its own');
    expect(lake.policies).toEqual(policies);
    expect(lake.permissionsBoundary).toBe(boundary);
  });

  it('has the same digest for the same content, and another for other content', () => {
    const { digest } = rulesWith();
    expect(rulesWith(['mode: apply', 'mode: "apply"  # the ceiling']).digest).toBe(digest);
    expect(rulesWith(['defaults:', 'unmatched: tell\ndefaults:']).digest).toBe(digest);
    expect(rulesWith(['keep: 24h', 'keep: 25h']).digest).not.toBe(digest);
  });

  it('reads the sample at the root, and finds nothing doubtful in it', () => {
    const sample = parseAccessRules(text('../../access-rules.yml'), 'access-rules.yml');
    expect(warnings(sample)).toEqual([]);
    expect(sample.rules.map(({ reach }) => reach)).toEqual([
      ['lake'],
      ['redshift'],
      ['analytics'],
      ['loader'],
    ]);
  });
});

describe('RulesInvalidError', () => {
  it('names every mistake at once, in the order of the text', () => {
    expect(thrown(text('every-mistake.yml'), 'access-rules.yml').message).toBe(
      text('every-mistake.txt').trimEnd(),
    );
  });

  it('has each as data, and leaves the message in hand to be tried again', () => {
    const error = thrown(fileWith(['mode: apply', 'mode: aply']), 'f');
    expect(error).toMatchObject({ code: 'rules-invalid', disposition: 'retry' });
    expect(error.problems).toEqual([
      {
        line: 3,
        column: 7,
        path: 'mode',
        message: 'must be preview, approve or apply; did you mean apply?',
      },
    ]);
  });
});

function thrown(content: string, file: string): RulesInvalidError {
  try {
    parseAccessRules(content, file);
  } catch (error) {
    if (error instanceof RulesInvalidError) return error;
    throw error;
  }
  throw new Error('nothing was found wrong');
}

const NO_KEY =
  'is no key here (there are version, installation, mode, astronomer, slack, defaults, reporter, unmatched, endpoints, targets, rules)';

describe('YAML', () => {
  it('takes a text of 1 MiB', () => {
    expect(problemsOf(`${FILE}${'#'.repeat(1_048_576 - FILE.length)}`)).toEqual([]);
  });

  it.each([
    ['nothing', '', ['1:1 is empty']],
    ['a comment alone', '# nothing', ['1:1 is empty']],
    [
      'no rules, and targets without any',
      'version: 1\ninstallation: prod\nslack: {channel: C0123456789}\ntargets:\n',
      [
        '1:1 rules: is missing: write [] where there are none',
        '4:9 targets: is empty: write {} where there are none',
      ],
    ],
    [
      'much that is missing: by its names, as it stands nowhere',
      'installation: prod\nslack: {channel: C0123456789}\n',
      [
        '1:1 rules: is missing: write [] where there are none',
        '1:1 targets: is missing: write {} where there are none',
        '1:1 version: is missing',
      ],
    ],
    ['a list', '- a', ['1:1 must be a map of keys and values']],
    [
      'an open bracket',
      'a: [1\n',
      [
        '2:1 YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
      ],
    ],
    ['a tab', '\ta: 1', ['1:1 YAML: Tabs are not allowed as indentation']],
    [
      'two documents',
      `${FILE}---\n${FILE}`,
      ['17:1 must be one YAML document: what follows --- is not read'],
    ],
    ['endless nesting', '['.repeat(20_000), ['1:1 is nested too deeply']],
    ['endless text', `${FILE}#${'x'.repeat(1_048_576)}`, ['1:1 is longer than 1 MiB']],
    [
      'a tag',
      fileWith(['mode: apply', 'mode: !secret apply']),
      ['3:7 YAML: Unresolved tag: !secret'],
    ],
    [
      'a tag that means nothing, and all else all the same',
      fileWith(['version: 1', 'version: 2'], ['mode: apply', 'mode: !x!secret apply']),
      ['1:10 version: must be 1', '3:7 YAML: Could not resolve tag: !x!secret'],
    ],
    [
      'a key without a value',
      fileWith(['deployment: "etl-*"', 'deployment']),
      ['15:69 rules[0].when.deployment: is empty'],
    ],
    [
      'a list for a key',
      fileWith(['mode: apply', 'mode: apply\n? [a, b]\n: 1']),
      [`4:3 ["a","b"]: ${NO_KEY}`],
    ],
    ['no key', fileWith(['mode: apply', 'mode: apply\n: 1']), [`4:1 ${NO_KEY}`]],
    [
      'a key that stands twice',
      fileWith(['mode: apply', 'mode: apply\nmode: preview']),
      ['4:1 mode: stands here twice'],
    ],
    [
      '__proto__',
      fileWith(['targets:', 'targets:\n  __proto__: {gcpImpersonate: {}}']),
      ['8:3 targets.__proto__: must be named by 1 to 63 letters, digits, _ and -, a letter first'],
    ],
    [
      'a star alone, without quotes',
      fileWith(['"etl-*"', '*']),
      [
        '15:81 rules[0].when.deployment: YAML reads * as an alias: put a glob in quotes, and write out what an alias stands for',
      ],
    ],
    [
      'a glob that starts with a star, without quotes',
      fileWith(['"etl-*"', '*-etl']),
      [
        '15:81 rules[0].when.deployment: YAML reads *-etl as an alias: put a glob in quotes, and write out what an alias stands for',
      ],
    ],
    [
      'an alias where it is wrong in itself, too: once',
      fileWith(['"999988887777"', '*account']),
      [
        '8:32 targets.lake.awsOwnRole.account: YAML reads *account as an alias: put a glob in quotes, and write out what an alias stands for',
      ],
    ],
    [
      'a key with a line feed: one line all the same',
      fileWith(['mode: apply', 'mode: apply\n"a\\nb\\u2028\\e": 1']),
      [`4:1 a\ufffdb\ufffd\ufffd: ${NO_KEY}`],
    ],
  ])('%s', (_it, content, problems) => expect(problemsOf(content)).toEqual(problems));

  it('does not follow aliases, however many', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (let level = 0; level < 30; level += 1) {
      bomb.push(`b${level}: &b${level} [${'*a, '.repeat(9)}]`);
    }
    const started = performance.now();
    expect(problemsOf(bomb.join('\n')).length).toBeGreaterThan(270);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test('whatever the text, it is read or refused', () => {
    const damaged = fc
      .tuple(fc.nat(FILE.length), fc.nat(40), fc.string({ maxLength: 6 }))
      .map(([at, length, put]) => `${FILE.slice(0, at)}${put}${FILE.slice(at + length)}`);
    fc.assert(
      fc.property(damaged, (content) => {
        for (const line of problemsOf(content)) expect(line).toMatch(/^\d+:\d+ ./);
      }),
      { numRuns: 150 },
    );
  });
});
