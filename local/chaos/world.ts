import type { Clock } from '../../shared/runtime/clock.ts';
import type { Logger } from '../../shared/runtime/logger.ts';
import { openAws } from './aws-cloud.ts';
import { openEstate } from './estate.ts';
import { openGcp } from './gcp-cloud.ts';
import { type Installation, openInstallation } from './installation.ts';
import { Members } from './ledger.ts';
import { placedByRecord } from './loss.ts';
import { BUCKET, LOADER, POLICIES, PROJECT, SHARED, WORKSPACES } from './rules.ts';
import { Truth } from './truth.ts';
import { VirtualClock } from './virtual-clock.ts';
import { Workers } from './workers.ts';

export type CloudName = 'aws' | 'gcp';

export const GCP_KEYS = [
  `gcp-project/${PROJECT}`,
  `gcp-bucket/${BUCKET}`,
  `gcp-service-account/${LOADER}`,
] as const;

/** Both clouds, Astro, and two installations on each cloud, in one process and in a time of their own. */
export function openWorld(cloudNames: readonly CloudName[]) {
  const time = new VirtualClock('2026-03-02T08:00:00.000Z');
  const workers = new Workers(time);
  const clock: Clock = {
    now: () => time.now(),
    sleep: (milliseconds) => workers.sleep(milliseconds),
  };
  const members = new Members();
  const installations: Installation[] = [];
  const aws = openAws(time, workers, (worker, before, after) =>
    truth.roleWritten(worker, before, after),
  );
  const gcp = openGcp(time, workers, (worker, key, before, after) =>
    truth.policyWritten(worker, key, before, after),
  );
  const { emulator: astro, open: openAstro } = openEstate(clock, workers, SILENT);
  const truth = new Truth({ time, aws, gcp, astro, members, installations, workers });
  for (const cloud of cloudNames) {
    const open = cloud === 'aws' ? aws.open : gcp.open;
    const surroundings = { clock, workers, openAstro, logger: SILENT, open };
    for (const [place, name] of ['prod', 'test'].entries()) {
      const workspace = WORKSPACES[place] ?? WORKSPACES[0];
      installations.push(openInstallation(name, cloud, workspace, surroundings));
    }
  }
  furnish(aws.iam, gcp.clouds);
  return {
    ...{ time, workers, clock, aws, gcp, astro, members, installations, truth },
    /** Whether this identity is, or may be, on the target by our doing. */
    claimed: (key: string, identity: string) =>
      installations.some((installation) =>
        [...placedByRecord(installation), ...truth.placed(installation)].some(
          (one) => one.startsWith(`${key} `) && one.endsWith(` ${identity}`),
        ),
      ),
  };
}

export type World = ReturnType<typeof openWorld>;

function furnish(
  iam: ReturnType<typeof openAws>['iam'],
  { projects, buckets, serviceAccounts }: ReturnType<typeof openGcp>['clouds'],
): void {
  iam.setQuota({ trustPolicySize: 20_000 });
  for (const arn of POLICIES) iam.addPolicy(arn);
  for (const arn of SHARED) {
    iam.createRole({ arn, trust: { Version: '2012-10-17', Statement: [NIGHTLY] } });
  }
  const bindings = [{ role: 'roles/storage.admin', members: ['group:data@acme.example'] }];
  projects.create(PROJECT, { bindings });
  buckets.create(BUCKET, { bindings });
  serviceAccounts.create(LOADER, { policy: { bindings } });
}

const NIGHTLY = {
  Sid: 'NightlyBatch',
  Effect: 'Allow',
  Principal: { Service: 'batch.amazonaws.com' },
  Action: 'sts:AssumeRole',
} as const;

const SILENT: Logger = { info: () => {}, warn: () => {}, error: () => {}, with: () => SILENT };
