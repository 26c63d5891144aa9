import { type AstroEmulator, startAstro } from './astro/emulator.ts';
import { type AwsEmulator, startAws } from './aws/emulator.ts';
import { createAwsResources, type Side, startAwsSide } from './aws-side.ts';
import type { LogLine } from './child.ts';
import { type DynamoDb, startDynamoDb } from './dynamodb.ts';
import {
  type Addresses,
  ASTRO_TOKEN,
  awsEnvironment,
  gcpEnvironment,
  OWN_ACCOUNT,
  OWN_PROJECT,
  REGION,
  SLACK_TOKEN,
  TABLE,
} from './environment.ts';
import { type GcpEmulator, startGcp } from './gcp/emulator.ts';
import { createGcpResources, startGcpSide } from './gcp-side.ts';
import { ORGANIZATION } from './samples.ts';
import { startSecretsManager } from './secrets-manager.ts';
import { type SlackEmulator, startSlack } from './slack/start-slack.ts';

export interface HouseOptions {
  readonly accessRules?: string;
  readonly onLog?: (side: 'aws' | 'gcp', line: LogLine) => void;
  /** Milliseconds between two sweeps; absent: a test sweeps itself. */
  readonly sweepEvery?: number;
  readonly astroPort?: number;
}

/** Both clouds, Slack and Astro on this machine, and the real functions between them. */
export interface House {
  readonly aws: AwsEmulator;
  readonly gcp: GcpEmulator;
  readonly astro: AstroEmulator;
  readonly slack: SlackEmulator;
  readonly dynamoDb: DynamoDb;
  readonly sides: { readonly aws: Side; readonly gcp: Side };
  close(): Promise<void>;
}

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const { accessRules = 'access-rules.yml', onLog = () => {}, sweepEvery } = options;
  const [aws, gcp, astro, slack, dynamoDb, secrets] = await Promise.all([
    startAws({ account: OWN_ACCOUNT, region: REGION }),
    startGcp({ project: OWN_PROJECT }),
    startAstro({
      organizationId: ORGANIZATION,
      token: ASTRO_TOKEN.value,
      ...(options.astroPort !== undefined && { port: options.astroPort }),
    }),
    startSlack({ token: SLACK_TOKEN.value }),
    startDynamoDb(),
    startSecretsManager(
      new Map([ASTRO_TOKEN, SLACK_TOKEN].map(({ name, value }) => [name, value])),
    ),
  ]);
  await dynamoDb.createTable(TABLE);
  createAwsResources(aws);
  createGcpResources(gcp);
  const at: Addresses = {
    aws: aws.url,
    gcp: gcp.url,
    astro: astro.url,
    slack: slack.url,
    dynamoDb: dynamoDb.url,
    secretsManager: secrets.url,
  };
  const [awsSide, gcpSide] = await Promise.all([
    startAwsSide(aws, awsEnvironment(at, ORGANIZATION, accessRules), (line) => onLog('aws', line)),
    startGcpSide(gcp, gcpEnvironment(at, ORGANIZATION, accessRules), (line) => onLog('gcp', line)),
  ]);
  const sides = { aws: awsSide, gcp: gcpSide };
  const timer = sweepEvery === undefined ? undefined : every(sweepEvery, sides, onLog);
  return {
    aws,
    gcp,
    astro,
    slack,
    dynamoDb,
    sides,
    close: async () => {
      clearInterval(timer);
      await Promise.all([awsSide.close(), gcpSide.close()]);
      await Promise.all([aws, gcp, astro, slack, dynamoDb, secrets].map((part) => part.close()));
    },
  };
}

function every(
  milliseconds: number,
  sides: House['sides'],
  onLog: NonNullable<HouseOptions['onLog']>,
): NodeJS.Timeout {
  return setInterval(() => {
    for (const cloud of ['aws', 'gcp'] as const) {
      sides[cloud].sweep().catch((error: unknown) => {
        onLog(cloud, { severity: 'ERROR', event: 'sweep.failed', reason: String(error) });
      });
    }
  }, milliseconds);
}
