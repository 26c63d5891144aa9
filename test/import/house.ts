import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Emulators, startEmulators } from '../../local/emulators.ts';
import { ASTRO_TOKEN, awsEnvironment, gcpEnvironment, type Told } from '../../local/environment.ts';
import { namesOf } from '../../local/names.ts';
import { ORGANIZATION } from '../../local/samples.ts';
import { type Ended, run } from '../cli/run.ts';
import { OTHER, seedEstate } from './estate-of-60.ts';

/** Both clouds and Astro with the estate of sixty, and nothing installed. */
export interface Uninstalled {
  readonly clouds: Emulators;
  /** Where `init` writes. */
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  readonly identities: Readonly<Record<string, string>>;
  init(...args: readonly string[]): Promise<Ended>;
  close(): Promise<void>;
}

export async function openUninstalled(): Promise<Uninstalled> {
  const clouds = await startEmulators(() => new Date());
  const identities = seedEstate(clouds);
  clouds.gcp.pages.most = 3;
  const folder = await mkdtemp(join(tmpdir(), 'import-'));
  const file = join(folder, 'access-rules.yml');
  const told: Told = {
    at: clouds.addresses,
    names: namesOf('prod'),
    organizationId: ORGANIZATION,
    accessRules: file,
  };
  const env = {
    ...awsEnvironment(told),
    ...gcpEnvironment(told),
    ASTRO_API_TOKEN: ASTRO_TOKEN.value,
  };
  return {
    clouds,
    file,
    env,
    identities,
    init: (...args) => run(['init', '--out', file, ...args], env),
    close: async () => {
      await clouds.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const IMPORT = [
  '--import',
  '--channel',
  'C0123456789',
  '--account',
  OTHER,
  '--account-role',
  'deployment-authorizer',
] as const;

/** Every policy of the estate, to the letter. */
export function policiesIn({ aws, gcp }: Emulators): string {
  return JSON.stringify([
    aws.iam.roles().map(({ arn, trust }) => [arn, trust]),
    gcp.projects.names().map((id) => gcp.projects.policy(id)),
    gcp.buckets.policy('acme-raw'),
    gcp.serviceAccounts.policy('loader@acme-analytics.iam.gserviceaccount.com'),
    gcp.datasets.dataset('acme-risk:scores'),
  ]);
}
