import { type ChildProcess, fork, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../infra/build/bundle.ts';
import type { Signed } from '../local/slack/press.ts';

type Environment = Readonly<Record<string, string>>;

export interface Taken {
  readonly milliseconds: number;
  /** What the process itself took of that on a processor: the rest is waiting, or other processes. */
  readonly processor: number;
}

/** A function as it is deployed, started anew for each request. */
export interface Cold {
  /** From the start of its process until it has answered; throws when that is not 200. */
  answer(signed: Signed, env: Environment): Promise<Taken>;
  remove(): Promise<void>;
}

const MEGABYTE = 1024 * 1024;
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Lambda's part, as small as it can be: loads the handler, gives it the event, tells its answer. */
const LAMBDA = `
import { readFileSync } from 'node:fs';
const { handler } = await import('./index.js');
process.send(await handler(JSON.parse(readFileSync(process.env.EVENT, 'utf8')), {}));
process.disconnect();
`;

export async function coldLambda(name: string): Promise<Cold> {
  const folder = await built(`functions/aws/${name}.ts`, []);
  const event = join(folder, 'event.json');
  await writeFile(join(folder, 'run.mjs'), LAMBDA);
  return {
    answer: async ({ headers, body }, env) => {
      const http = { method: 'POST', path: '/', protocol: 'HTTP/1.1' };
      const request = { version: '2.0', headers, requestContext: { http } };
      await writeFile(event, JSON.stringify({ ...request, body, isBase64Encoded: false }));
      const begun = performance.now();
      const child = fork(join(folder, 'run.mjs'), {
        env: { ...env, EVENT: event, PATH: process.env.PATH },
        execArgv: [],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      const status = await new Promise<unknown>((done, failed) => {
        child.once('message', (answer) => done(Object(answer).statusCode));
        child.once('exit', () => failed(new Error('the function ended without an answer')));
      });
      return taken(begun, status, child);
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

/** Behind the real framework, as Cloud Run starts it: the request waits until it listens. */
export async function coldService(name: string): Promise<Cold> {
  const framework = '@google-cloud/functions-framework';
  const folder = await built('functions/gcp/index.ts', [framework]);
  const main = join(ROOT, 'node_modules', framework, 'build/src/main.js');
  return {
    answer: async ({ headers, body }, env) => {
      const port = await freePort();
      const begun = performance.now();
      const child = spawn(process.execPath, [main, `--source=${folder}`], {
        env: { ...env, FUNCTION_TARGET: name, PORT: String(port), PATH: process.env.PATH },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      try {
        const request = { method: 'POST', headers, body };
        const status = await whenListening(`http://127.0.0.1:${port}/`, request);
        return taken(begun, status, child);
      } finally {
        child.kill('SIGKILL');
      }
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

/** Within the repository, where the framework is found as in the deployed package. */
async function built(entry: string, external: readonly string[]): Promise<string> {
  await mkdir(resolve(ROOT, 'dist'), { recursive: true });
  const folder = await mkdtemp(resolve(ROOT, 'dist/cold-'));
  const outfile = join(folder, 'index.js');
  await bundle({ root: ROOT, entry, outfile, external, budget: 4 * MEGABYTE });
  await writeFile(join(folder, 'package.json'), '{"type": "module", "main": "index.js"}');
  await copyFile(resolve(ROOT, 'access-rules.yml'), join(folder, 'access-rules.yml'));
  return folder;
}

function taken(begun: number, status: unknown, { pid }: ChildProcess): Taken {
  const milliseconds = performance.now() - begun;
  if (status !== 200) throw new Error(`the function answered ${status}`);
  return { milliseconds, processor: processorTime(pid) };
}

/** As Linux counts it, in hundredths of a second; elsewhere 0. */
function processorTime(pid: number | undefined): number {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return 0;
  // The name of the program stands before, and may have spaces.
  const [, fields = ''] = readFileSync(path, 'utf8').split(') ');
  const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
  return (user + system) * 10;
}

async function whenListening(url: string, request: RequestInit): Promise<number> {
  for (const begun = Date.now(); Date.now() - begun < 10_000; ) {
    try {
      return (await fetch(url, request)).status;
    } catch {
      await new Promise((done) => setTimeout(done, 2));
    }
  }
  throw new Error('the function did not listen within 10 s');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { readonly port: number };
  await new Promise((done) => server.close(done));
  return port;
}
