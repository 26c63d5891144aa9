import type { Terminal } from './terminal.ts';

/** An option of a command, and what `--help` says of it. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** What stands for its value in the help. */
  readonly value?: string;
  /** It can be given several times. */
  readonly many?: true;
  readonly says: string;
}

export type Options = Readonly<Record<string, Option>>;

export interface Command {
  /** One word, or two: `rules check`. */
  readonly name: string;
  /** What it takes besides options: `<deployment>`; in brackets what may be left out. */
  readonly takes: readonly string[];
  /** One line, without a full stop. */
  readonly says: string;
  /** Anything that a person must know before. */
  readonly more?: string;
  readonly example: string;
  readonly options: Options;
  /** It changes something: Ctrl-C lets it finish what it has begun. */
  readonly writes?: true;
  /** Answers the exit code. */
  run(call: Call): Promise<number>;
}

/** A command line, taken apart. */
export interface Call {
  readonly command: Command;
  readonly args: readonly string[];
  readonly texts: Readonly<Record<string, string | undefined>>;
  /** What was given of options that can be given several times. */
  readonly lists: Readonly<Record<string, readonly string[] | undefined>>;
  readonly flags: ReadonlySet<string>;
  readonly env: Environment;
  readonly terminal: Terminal;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/** What was typed cannot be meant; the message says what would be. */
export class UsageError extends Error {}

/** What every command has. */
export const COMMON: Options = {
  json: { type: 'boolean', says: 'One JSON document on standard output, and nothing else' },
  help: { type: 'boolean', short: 'h', says: 'This' },
};
