import { spawn } from 'node:child_process';

export interface Printed {
  readonly out: string;
  readonly err: string;
}

/** What Node prints that runs this in a folder, whatever its exit code. */
export function printedBy(args: readonly string[], cwd: string): Promise<Printed> {
  const env = { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' };
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', () => done({ out, err }));
  });
}
