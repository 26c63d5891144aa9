import type { Clock } from '../../shared/runtime/clock.ts';
import { AccessError } from '../../shared/runtime/errors.ts';
import type { Logger } from '../../shared/runtime/logger.ts';
import { openAws } from '../chaos/aws-cloud.ts';
import { openEstate } from '../chaos/estate.ts';
import { openGcp } from '../chaos/gcp-cloud.ts';
import { BUCKET, DATASET, LOADER, PROJECT } from '../chaos/grants.ts';
import { type Installation, openInstallation } from '../chaos/installation.ts';
import { POLICIES, SHARED, WORKSPACES } from '../chaos/rules.ts';
import { VirtualClock } from '../chaos/virtual-clock.ts';
import { Workers } from '../chaos/workers.ts';
import { Watch } from './watch.ts';

/** Both clouds and Astro in this process, in a time of their own, and one installation on each cloud. */
export function openTurnover() {
  const time = new VirtualClock('2026-03-02T08:00:00.000Z');
  const workers = new Workers(time);
  const clock: Clock = {
    now: () => time.now(),
    sleep: (milliseconds) => workers.sleep(milliseconds),
  };
  const aws = openAws(time, workers, (_, before, after) => watch.roleWritten(before, after));
  const gcp = openGcp(time, workers, (_, key, before, after) =>
    watch.policyWritten(key, before, after),
  );
  const { emulator: astro, open: openAstro, ways } = openEstate(clock, workers, SILENT);
  const complain = (detail: string) => {
    throw new Error(detail);
  };
  const surroundings = {
    clock,
    workers,
    openAstro,
    ways,
    complain,
    logger: SILENT,
    connect: false,
  };
  const [workspace] = WORKSPACES;
  const installations: readonly Installation[] = [
    openInstallation('prod', 'aws', workspace, { ...surroundings, open: aws.open }),
    openInstallation('prod', 'gcp', workspace, { ...surroundings, open: gcp.open }),
  ];
  const watch = new Watch({ aws, gcp, astro, installations });
  furnish(aws.iam, gcp.clouds);
  watch.begin();
  return { time, clock, aws, gcp, astro, installations, watch };
}

export type Turnover = ReturnType<typeof openTurnover>;

/** A role that hundreds share needs more room than a customer's account gives: that is another test's. */
function furnish(
  iam: ReturnType<typeof openAws>['iam'],
  { projects, buckets, datasets, serviceAccounts }: ReturnType<typeof openGcp>['clouds'],
): void {
  iam.setQuota({ trustPolicySize: 400_000 });
  for (const arn of POLICIES) iam.addPolicy(arn);
  for (const arn of SHARED) {
    iam.createRole({ arn, trust: { Version: '2012-10-17', Statement: [NIGHTLY] } });
  }
  const bindings = [{ role: 'roles/storage.admin', members: ['group:data@acme.example'] }];
  projects.create(PROJECT, { bindings });
  buckets.create(BUCKET, { bindings });
  datasets.create(`${PROJECT}:${DATASET}`, {});
  serviceAccounts.create(LOADER, { policy: { bindings } });
}

const NIGHTLY = {
  Sid: 'NightlyBatch',
  Effect: 'Allow',
  Principal: { Service: 'batch.amazonaws.com' },
  Action: 'sts:AssumeRole',
} as const;

/** As the platform does it: what was foreseen is tried again later, and anything else is a bug. */
export async function foreseen(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof AccessError) return false;
    throw error;
  }
}

const SILENT: Logger = { info: () => {}, warn: () => {}, error: () => {}, with: () => SILENT };
