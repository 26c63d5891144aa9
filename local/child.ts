import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface LogLine {
  readonly severity: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

export interface Program {
  /** Relative to this file. */
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onLog: (line: LogLine) => void;
}

export interface Child {
  /** What it said when it was ready. */
  readonly ready: unknown;
  readonly ended: Promise<void>;
  /** Nothing happens once it has ended. */
  send(message: object): void;
  onMessage(listener: (message: unknown) => void): void;
  /** At once and without a word to it, as a platform ends a function that runs too long. */
  kill(): Promise<void>;
}

/**
 * Runs a program of the house as a process of its own, with nothing of our environment but
 * where to find node, and hands on each line that it logs.
 */
export async function startChild({ path, env, onLog }: Program): Promise<Child> {
  const child = fork(fileURLToPath(new URL(path, import.meta.url)), {
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
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = await whenReady(child, path, troubles);
  return {
    ready,
    ended,
    send: (message) => {
      // It may have ended a moment ago: whoever waits for an answer is told by its end.
      child.send(message, () => {});
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    kill: () => {
      child.kill('SIGKILL');
      return ended;
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

function whenReady(child: ChildProcess, path: string, troubles: string[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', (message: { ready: unknown }) => resolve(message.ready));
    child.once('exit', (code) =>
      reject(new Error(`${path} ended with ${code}: ${troubles.slice(-8).join('\n')}`)),
    );
  });
}
