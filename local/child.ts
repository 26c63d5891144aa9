import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface LogLine {
  readonly severity: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

export interface Child {
  /** What it said when it was ready. */
  readonly ready: unknown;
  send(message: object): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: () => void): void;
  /** At once and without a word to it, as a platform ends a function that runs too long. */
  kill(): void;
  close(): Promise<void>;
}

/**
 * Runs a program of the house as a process of its own, with nothing of our environment but
 * where to find node, and hands on each line that it logs.
 */
export async function startChild(
  program: string,
  env: Readonly<Record<string, string>>,
  onLog: (line: LogLine) => void,
): Promise<Child> {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), {
    env: { ...env, PATH: process.env.PATH },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const troubles: string[] = [];
  lines(child.stdout, (line) => onLog(parseLine(line)));
  lines(child.stderr, (line) => {
    troubles.push(line);
    onLog({ severity: 'ERROR', event: 'host.stderr', line });
  });
  const ready = await whenReady(child, program, troubles);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    ready,
    send: (message) => child.send(message),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', listener),
    kill: () => child.kill('SIGKILL'),
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function lines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', onLine);
}

function parseLine(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return { severity: 'DEFAULT', event: 'host.stdout', line };
  }
}

function whenReady(child: ChildProcess, program: string, troubles: string[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', (message: { ready: unknown }) => resolve(message.ready));
    child.once('exit', (code) =>
      reject(new Error(`${program} ended with ${code}: ${troubles.slice(-8).join('\n')}`)),
    );
  });
}
