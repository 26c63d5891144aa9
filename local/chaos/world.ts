import type { Clock } from '../../shared/runtime/clock.ts';
import { SILENT } from '../silent-logger.ts';
import { openAws } from './aws-cloud.ts';
import { Blindnesses } from './blindness.ts';
import { Connections } from './connections.ts';
import { openEstate } from './estate.ts';
import type { Focus } from './focus.ts';
import { furnish } from './furnish.ts';
import { openGcp } from './gcp-cloud.ts';
import { BUCKET, DATASET, LOADER, PROJECT } from './grants.ts';
import { type Installation, openInstallation } from './installation.ts';
import { Members } from './members.ts';
import { placedByRecord } from './placed.ts';
import { WORKSPACES } from './rules.ts';
import { Truth } from './truth.ts';
import { VirtualClock } from './virtual-clock.ts';
import { Workers } from './workers.ts';

export type CloudName = 'aws' | 'gcp';

export const GCP_KEYS = [
  `gcp-project/${PROJECT}`,
  `gcp-bucket/${BUCKET}`,
  `gcp-dataset/${PROJECT}/${DATASET}`,
  `gcp-service-account/${LOADER}`,
] as const;

/** Both clouds, Astro, and two installations on each cloud, in one process and in a time of their own. */
export function openWorld(cloudNames: readonly CloudName[], focus: Focus) {
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
  const blindnesses = new Blindnesses();
  const estate = openEstate(clock, workers, SILENT, blindnesses);
  const { emulator: astro, open: openAstro, ways } = estate;
  const truth = new Truth({ time, aws, gcp, astro, members, installations, workers });
  for (const cloud of cloudNames) {
    const open = cloud === 'aws' ? aws.open : gcp.open;
    const complain = (detail: string) => truth.say('Slack takes every message', detail);
    const { connect } = focus;
    const surroundings = {
      clock,
      workers,
      openAstro,
      logger: SILENT,
      connect,
      open,
      ways,
      complain,
    };
    for (const [place, name] of ['prod', 'test'].entries()) {
      const workspace = WORKSPACES[place] ?? WORKSPACES[0];
      installations.push(openInstallation(name, cloud, workspace, surroundings));
    }
  }
  furnish(aws.iam, gcp.clouds, focus);
  return {
    ...{ time, workers, clock, aws, gcp, astro, blindnesses, members, installations, truth, focus },
    connections: new Connections(),
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
