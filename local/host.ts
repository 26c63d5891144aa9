import { type Child, type Program, startChild } from './child.ts';
import type { FromHouse } from './hosted.ts';

/** A program that is started again whenever it ends, as a platform does with a function. */
export interface Host {
  /** The one that runs, or is about to. */
  current(): Promise<Child>;
  /** It ends in the middle of whatever it does, and another one starts. */
  crash(): Promise<void>;
  /** Time passes for it, and for those that come after it. */
  pass(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

/** Resolves when the first one is ready; each next one is told what the one before said then. */
export async function startHost(
  program: Program,
  onStart: (child: Child) => void = () => {},
): Promise<Host> {
  let closed = false;
  let ahead = 0;
  const start = async (env: Program['env']): Promise<Child> => {
    const child = await startChild({ ...program, env: { ...program.env, ...env } });
    onStart(child);
    child.send({ pass: ahead } satisfies FromHouse);
    void child.ended.then(() => {
      if (!closed) current = start({ READY: JSON.stringify(child.ready) });
    });
    return child;
  };
  let current = start({});
  await current;
  return {
    current: () => current,
    crash: async () => {
      await (await current).kill();
      await current;
    },
    pass: async (milliseconds) => {
      ahead += milliseconds;
      (await current).send({ pass: milliseconds } satisfies FromHouse);
    },
    close: async () => {
      closed = true;
      await (await current).kill();
    },
  };
}
