import { styleText } from 'node:util';

/** Where a command writes: what was asked for to one, what is said along the way to the other. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

export function processTerminal(): Terminal {
  // Whoever reads only the first lines has seen enough.
  process.stdout.on('error', () => process.exit(0));
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
  };
}

type Style = Parameters<typeof styleText>[0];

/** Coloured where standard output is a terminal, and NO_COLOR does not forbid it. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

/** Names are people's: one with an escape sequence in it must not move the cursor. */
export function tame(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
}
