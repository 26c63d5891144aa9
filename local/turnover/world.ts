import type { Clock } from '../../shared/runtime/clock.ts';
import { AccessError } from '../../shared/runtime/errors.ts';
import { openAws } from '../chaos/aws-cloud.ts';
import { openEstate } from '../chaos/estate.ts';
import type { Focus } from '../chaos/focus.ts';
import { furnish } from '../chaos/furnish.ts';
import { openGcp } from '../chaos/gcp-cloud.ts';
import { type Installation, openInstallation } from '../chaos/installation.ts';
import { WORKSPACES } from '../chaos/rules.ts';
import { VirtualClock } from '../chaos/virtual-clock.ts';
import { Workers } from '../chaos/workers.ts';
import { SILENT } from '../silent-logger.ts';
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
  furnish(aws.iam, gcp.clouds, ORDINARY);
  // A role that hundreds share needs more room than a customer's account gives: that is another test's.
  aws.iam.setQuota({ trustPolicySize: 400_000 });
  watch.begin();
  return { time, clock, aws, gcp, astro, installations, watch };
}

export type Turnover = ReturnType<typeof openTurnover>;

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

const ORDINARY: Focus = { name: 'turnover', weights: {}, standby: 0, full: false, connect: false };
