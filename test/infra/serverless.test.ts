import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { functionStatements } from '../../infra/aws/function-statements.ts';
import { namesOf } from '../../infra/aws/names.ts';
import { functionNames } from '../../infra/build/folders.ts';
import { EVENT_SOURCE, EVENT_TYPE } from '../../shared/cloud/aws/queues.ts';
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
const QUEUES = ['Deployments', 'Targets', 'Messages'];

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
  ])('%s moves what it cannot read to the dead letters of its own queue', (name, queue) => {
    expect(service.functions[name]?.environment).toHaveProperty('DEAD_LETTERS_QUEUE_URL', {
      Ref: `${queue}Dead`,
    });
  });

  it('sweep every minute', () => {
    expect(service.functions.sweep?.events?.[0]?.schedule?.rate).toBe('rate(1 minute)');
  });
});

test('receive-event alone is open to all, and what that can cost is bounded', () => {
  const open = Object.entries(service.functions).filter(([, { url }]) => url !== undefined);
  expect(open).toEqual([
    ['receive-event', expect.objectContaining({ url: true, reservedConcurrency: 2, timeout: 10 })],
  ]);
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

  it.each(['Targets', 'Messages'])('%s are in order, and two equal messages are two', (name) => {
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
