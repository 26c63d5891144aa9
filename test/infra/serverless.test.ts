import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, jest, test } from '@jest/globals';
import { functionStatements } from '../../infra/aws/function-statements.ts';
import { namesOf } from '../../infra/aws/names.ts';
import { functionNames } from '../../infra/build/folders.ts';
import { EVENT_SOURCE, EVENT_TYPE } from '../../shared/cloud/aws/queues.ts';
import { PAGES_PER_SECOND } from '../../shared/deployment/astro-pages.ts';
import { recordTable } from '../../shared/record/dynamo-table.ts';
import { cloudFormation } from './cloudformation.ts';

interface Service {
  readonly configValidationMode: string;
  readonly provider: {
    readonly runtime: string;
    readonly architecture: string;
    readonly timeout: number;
    readonly logRetentionInDays: number;
    readonly environment: Readonly<Record<string, unknown>>;
  };
  readonly functions: Readonly<Record<string, ServiceFunction>>;
  readonly resources: readonly string[];
}
interface ServiceFunction {
  readonly handler: string;
  readonly role: unknown;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly package: unknown;
  readonly timeout?: number;
  readonly reservedConcurrency?: number;
  readonly url?: unknown;
  readonly events?: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[];
}
interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

const service = cloudFormation<Service>('serverless.yml');
const files = service.resources.map((file) => /^\$\{file\((.+)\)\}$/.exec(file)?.[1] ?? '');
const resources = Object.assign(
  {},
  ...files.map((file) => cloudFormation<{ Resources: object }>(file).Resources),
) as Readonly<Record<string, Resource>>;
const properties = (name: string) => resources[name]?.Properties ?? {};
const arn = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
const QUEUES = ['Deployments', 'Targets', 'Messages', 'Handovers'];
const IN_ORDER = QUEUES.filter((name) => name !== 'Deployments');
const OPEN = ['answer-slack', 'receive-event'];

describe('the functions', () => {
  it('are those in functions/aws, each with a role of its own', async () => {
    const names = await functionNames('functions/aws');
    expect(Object.keys(service.functions).sort()).toEqual(names);
    expect(Object.keys(functionStatements(namesOf('prod'), 'prod')).sort()).toEqual(names);
  });

  it.each(Object.entries(service.functions))(
    '%s is packaged alone, with its rules',
    (name, one) => {
      expect(one).toMatchObject({
        handler: `dist/aws/${name}/index.handler`,
        role: { 'Fn::Sub': `\${${'self:custom.role'}}-${name}` },
        environment: { ACCESS_RULES: `dist/aws/${name}/access-rules.yml` },
        package: { patterns: [`dist/aws/${name}/**`] },
      });
    },
  );

  it('run on Node 24 on arm64, and forget their logs some day', () => {
    expect(service).toMatchObject({
      configValidationMode: 'error',
      provider: { runtime: 'nodejs24.x', architecture: 'arm64', logRetentionInDays: 90 },
    });
  });

  it('are told all that they read from the environment', () => {
    const config = readFileSync('shared/runtime/config.ts', 'utf8').split('const gcp')[0] ?? '';
    const read = [...config.matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name]) => name);
    expect(read.length).toBeGreaterThan(10);
    // Lambda itself tells the region.
    const byAll = [...Object.keys(service.provider.environment), 'AWS_REGION'];
    const own = Object.values(service.functions).flatMap(({ environment }) =>
      Object.keys(environment),
    );
    expect(read.filter((name = '') => ![...byAll, ...own].includes(name))).toEqual([]);
  });

  it.each([
    ['decide-access', 'Deployments'],
    ['grant-access', 'Targets'],
    ['notify', 'Messages'],
    ['hand-over', 'Handovers'],
  ])('%s takes ten messages at a time, and reports those that failed', (name, queue) => {
    expect(service.functions[name]?.events).toEqual([
      {
        sqs: {
          arn: arn(queue),
          batchSize: 10,
          functionResponseType: 'ReportBatchItemFailures',
          maximumConcurrency: expect.any(Number),
        },
      },
    ]);
  });

  it.each([
    ['decide-access', 'Deployments'],
    ['grant-access', 'Targets'],
    ['notify', 'Messages'],
    ['hand-over', 'Handovers'],
  ])('%s moves what it cannot read to the dead letters of its own queue', (name, queue) => {
    expect(service.functions[name]?.environment).toHaveProperty('DEAD_LETTERS_QUEUE_URL', {
      Ref: `${queue}Dead`,
    });
  });

  it('leave the sweep its part of what Astro allows a token in a second', () => {
    const { environment, events } = service.functions['decide-access'] ?? {};
    const pace = Number(environment?.ASTRO_GETS_PER_SECOND);
    const invocations = Number(events?.[0]?.sqs?.maximumConcurrency);
    expect(pace * invocations + PAGES_PER_SECOND).toBeLessThanOrEqual(25);
  });

  it('sweep every minute', () => {
    expect(service.functions.sweep?.events?.[0]?.schedule?.rate).toBe('rate(1 minute)');
  });
});

describe('what anybody may call', () => {
  jest.setTimeout(60_000);

  /** The service as it is deployed with these access rules. */
  function resolved(rules: string): Service {
    const path = join(mkdtempSync(join(tmpdir(), 'rules-')), 'access-rules.yml');
    writeFileSync(path, rules);
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, ACCESS_RULES: path };
    const command = ['print', '--format', 'json'];
    return JSON.parse(
      execFileSync('node_modules/.bin/serverless', command, {
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
  }
  const ours = readFileSync('access-rules.yml', 'utf8');
  const withUrl = ({ functions }: Service) =>
    Object.keys(functions).filter((name) => Boolean(functions[name]?.url));

  it('is answer-slack and receive-event, and what that can cost is bounded', () => {
    const open = resolved(ours);
    expect(withUrl(open)).toEqual(OPEN);
    for (const name of OPEN) {
      const { url, reservedConcurrency, timeout } = open.functions[name] ?? {};
      expect({ url, timeout }).toEqual({ url: true, timeout: 10 });
      expect(reservedConcurrency).toBeGreaterThan(0);
      expect(reservedConcurrency).toBeLessThanOrEqual(5);
    }
  });

  it('is nothing with `endpoints: none`, and nothing else can call those two', () => {
    const closed = resolved(`${ours}\nendpoints: none\n`);
    expect(withUrl(closed)).toEqual([]);
    for (const name of OPEN) expect(closed.functions[name]?.reservedConcurrency).toBe(0);
  });

  it('has more of the processor where Slack waits for a cold start', () => {
    expect(service.functions['answer-slack']).toMatchObject({ memorySize: 1024 });
  });
});

describe('the queues', () => {
  it('get from the bus what our own sources say, and from nobody else', () => {
    expect(properties('DeploymentChanged')).toMatchObject({
      EventBusName: { 'Fn::GetAtt': ['Bus', 'Name'] },
      EventPattern: { source: [EVENT_SOURCE], 'detail-type': [EVENT_TYPE] },
      Targets: [{ Arn: arn('Deployments'), DeadLetterConfig: { Arn: arn('DeploymentsDead') } }],
    });
    expect(properties('DeploymentsPolicy').PolicyDocument).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'events.amazonaws.com' },
          Condition: { ArnEquals: { 'aws:SourceArn': arn('DeploymentChanged') } },
        },
      ],
    });
  });

  it.each(QUEUES)('%s hide a message for six time-outs, and keep what is dead', (name) => {
    const { VisibilityTimeout, RedrivePolicy, FifoQueue } = properties(name);
    expect(Number(VisibilityTimeout)).toBeGreaterThanOrEqual(6 * service.provider.timeout);
    expect(RedrivePolicy).toEqual({ deadLetterTargetArn: arn(`${name}Dead`), maxReceiveCount: 5 });
    expect(properties(`${name}Dead`)).toMatchObject({ MessageRetentionPeriod: 14 * 86_400 });
    expect(properties(`${name}Dead`).FifoQueue).toBe(FifoQueue);
  });

  it.each(IN_ORDER)('%s are in order, and two equal messages are two', (name) => {
    expect(properties(name)).toMatchObject({ FifoQueue: true, ContentBasedDeduplication: false });
  });

  it.each(QUEUES)('%s raise an alarm when one is dead', (name) => {
    expect(properties(`${name}DeadAlarm`)).toMatchObject({
      Dimensions: [{ Value: { 'Fn::GetAtt': [`${name}Dead`, 'QueueName'] } }],
      Threshold: 0,
      AlarmActions: [{ Ref: 'Alarms' }],
    });
  });
});

test('the errors of every function raise an alarm', () => {
  const watched = JSON.stringify(properties('Errors'));
  for (const name of Object.keys(service.functions)) {
    const [first = '', ...rest] = name.split('-');
    const logical = [first[0]?.toUpperCase() + first.slice(1), ...rest].join('Dash');
    expect(watched).toContain(`"${logical}LambdaFunction"`);
  }
});

describe('the record', () => {
  const record = properties('Record');

  it('is the table that the store expects', () => {
    const { TableName: _name, ...expected } = recordTable('');
    expect(record).toMatchObject({ ...expected });
  });

  it('outlives a deleted stack and a mistaken hand', () => {
    expect(resources.Record?.DeletionPolicy).toBe('Retain');
    expect(record).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });
});

test('this stack makes no role and no policy of IAM', () => {
  const types = Object.values(resources).map(({ Type }) => Type);
  expect(types.filter((type) => type.startsWith('AWS::IAM'))).toEqual([]);
});
