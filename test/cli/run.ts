import { execFile } from 'node:child_process';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const PROGRAM = 'cli/deployment-authorizer.mjs';

/** Runs the command line as a process of its own, with nothing of our environment but the path. */
export function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const told = { PATH: process.env.PATH ?? '', HOME: '/nonexistent', USER: 'jane', ...env };
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], { env: told }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    );
  });
}
