import { rulesFile } from '../shared/runtime/rules-file.ts';
import { type Emulators, startEmulators } from './emulators.ts';
import { type Installation, type InstallationOptions, install } from './installation.ts';

export interface HouseOptions extends Partial<InstallationOptions> {
  /** Milliseconds between two sweeps; absent: whoever opened it sweeps. */
  readonly sweepEvery?: number;
}

/** Both clouds, Slack and Astro on this machine, and the real functions between them. */
export interface House extends Emulators, Omit<Installation, 'close'> {
  /** Another installation beside the first, in the same clouds. */
  install(options: InstallationOptions): Promise<Installation>;
  /** Tells every installation of a Deployment, as a CI job does that has created it. */
  announce(deploymentId: string): Promise<void>;
  /** As the schedulers do each minute. */
  sweep(): Promise<void>;
  /** Time passes for clouds and functions alike; what is due by then waits for the next sweep. */
  pass(milliseconds: number): Promise<void>;
}

/** Throws `RulesInvalidError` before anything is started. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const { accessRules = 'access-rules.yml', sweepEvery } = options;
  rulesFile(accessRules)();
  let ahead = 0;
  const emulators = await startEmulators(() => new Date(Date.now() + ahead));
  const estate = estateOf(emulators);
  const first = await estate.install({ ...options, accessRules }).catch(async (error: unknown) => {
    await emulators.close();
    throw error;
  });
  const timer = sweepEvery === undefined ? undefined : every(sweepEvery, estate.sweep, options);
  return {
    ...first,
    ...emulators,
    ...estate,
    pass: async (milliseconds) => {
      ahead += milliseconds;
      emulators.aws.clock.advance(milliseconds);
      await estate.pass(milliseconds);
    },
    close: async () => {
      clearInterval(timer);
      await estate.close();
      await emulators.close();
    },
  };
}

/** The installations in these clouds, and what is done to all of them. */
function estateOf(emulators: Emulators) {
  const installations: Installation[] = [];
  const sides = () => installations.flatMap((one) => [one.sides.aws, one.sides.gcp]);
  return {
    install: async (options: InstallationOptions) => {
      const installation = await install(emulators, options);
      installations.push(installation);
      return installation;
    },
    announce: async (deploymentId: string) => {
      await Promise.all(sides().map((side) => side.announce(deploymentId)));
    },
    sweep: async () => {
      await Promise.all(sides().map((side) => side.sweep()));
    },
    pass: async (milliseconds: number) => {
      await Promise.all(sides().map((side) => side.pass(milliseconds)));
    },
    close: async () => {
      await Promise.all(installations.map((one) => one.close()));
    },
  };
}

function every(
  milliseconds: number,
  sweep: () => Promise<void>,
  { onLog = () => {} }: HouseOptions,
): NodeJS.Timeout {
  return setInterval(() => {
    sweep().catch((error: unknown) => {
      onLog('aws', { severity: 'ERROR', event: 'sweep.failed', reason: String(error) });
    });
  }, milliseconds);
}
