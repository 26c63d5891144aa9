import { type AstroEmulator, startAstro } from './astro/emulator.ts';
import { type AwsEmulator, startAws } from './aws/emulator.ts';
import { type DynamoDb, startDynamoDb } from './dynamodb.ts';
import {
  type Addresses,
  ASTRO_TOKEN,
  ASTRO_WRITE_TOKEN,
  OWN_ACCOUNT,
  OWN_PROJECT,
  RECEIVE_SECRET,
  REGION,
  SLACK_SIGNING_SECRET,
  SLACK_TOKEN,
} from './environment.ts';
import { type GcpEmulator, startGcp } from './gcp/emulator.ts';
import { ORGANIZATION } from './samples.ts';
import { startSecretsManager } from './secrets-manager.ts';
import { type SlackEmulator, startSlack } from './slack/start-slack.ts';

/** Everything that the product talks to, on this machine. */
export interface Emulators {
  readonly aws: AwsEmulator;
  readonly gcp: GcpEmulator;
  readonly astro: AstroEmulator;
  readonly slack: SlackEmulator;
  readonly dynamoDb: DynamoDb;
  readonly addresses: Addresses;
  /** Stores another value of a secret, in both clouds. */
  rotate(name: string, value: string): void;
  close(): Promise<void>;
}

/** `now` is Google's time; AWS has a clock of its own. */
export async function startEmulators(now: () => Date): Promise<Emulators> {
  const secrets = new Map<string, string>(
    [ASTRO_TOKEN, ASTRO_WRITE_TOKEN, RECEIVE_SECRET, SLACK_SIGNING_SECRET, SLACK_TOKEN].map(
      ({ name, value }) => [name, value],
    ),
  );
  const [aws, gcp, astro, slack, dynamoDb, secretsManager] = await Promise.all([
    startAws({ account: OWN_ACCOUNT, region: REGION }),
    startGcp({ project: OWN_PROJECT, now }),
    startAstro({
      organizationId: ORGANIZATION,
      token: ASTRO_TOKEN.value,
      writeToken: ASTRO_WRITE_TOKEN.value,
    }),
    startSlack({ token: SLACK_TOKEN.value }),
    startDynamoDb(),
    startSecretsManager(secrets),
  ]);
  gcp.projects.create(OWN_PROJECT);
  const rotate = (name: string, value: string) => {
    secrets.set(name, value);
    gcp.secrets.set(`projects/${OWN_PROJECT}/secrets/${name}`, value);
  };
  for (const [name, value] of secrets) rotate(name, value);
  const all = { aws, gcp, astro, slack, dynamoDb };
  return {
    ...all,
    rotate,
    addresses: {
      aws: aws.url,
      gcp: gcp.url,
      astro: astro.url,
      slack: slack.url,
      dynamoDb: dynamoDb.url,
      secretsManager: secretsManager.url,
    },
    close: async () => {
      await Promise.all([...Object.values(all), secretsManager].map((part) => part.close()));
    },
  };
}
