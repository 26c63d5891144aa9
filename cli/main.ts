import { readFileSync } from 'node:fs';
import { AccessError } from '../shared/runtime/errors.ts';
import { adviceOn } from './advice.ts';
import { listedFor, plainly } from './asked-help.ts';
import { type Call, EXIT, UsageError } from './command.ts';
import { COMMANDS } from './commands.ts';
import { helpOf, overview, PROGRAM } from './help.ts';
import { interruptible } from './interruptible.ts';
import { findCommand, parseCommandLine } from './parse.ts';
import { processTerminal, type Terminal, tame } from './terminal.ts';

async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  if (argv[0] === '--version') {
    terminal.out(version());
    return EXIT.ok;
  }
  const asked = plainly(argv);
  const listed = listedFor(asked, COMMANDS);
  if (listed.length > 0) {
    terminal.out(overview(listed));
    return argv.length === 0 ? EXIT.usage : EXIT.ok;
  }
  try {
    const call: Call = { ...parseCommandLine(asked, COMMANDS), env: process.env, terminal };
    if (!call.flags.has('help')) return await interruptible(call);
    terminal.out(helpOf(call.command));
    return EXIT.ok;
  } catch (error) {
    return failed(error, terminal, findCommand(asked, COMMANDS)?.name);
  }
}

/** In one sentence; where in the code is for whoever asks for it. */
function failed(error: unknown, { err }: Terminal, command?: string): number {
  const message = error instanceof Error ? error.message : String(error);
  const lines = message.split('\n').map(tame).join('\n');
  if (error instanceof UsageError) {
    const sentence = /[.?]$/.test(lines) ? lines : `${lines}.`;
    err(`${sentence} ${[PROGRAM, command ?? [], '--help'].flat().join(' ')} says what there is.`);
    return EXIT.usage;
  }
  const advice = adviceOn(message);
  if (advice !== undefined) err(`${lines.split('. ')[0]}: ${advice}`);
  else err(error instanceof AccessError ? lines : `${lines}${HINT}`);
  if (process.env.DEBUG && error instanceof Error) err(error.stack ?? '');
  return EXIT.failed;
}

function version(): string {
  const file = new URL('../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}

const HINT = process.env.DEBUG ? '' : ' (DEBUG=1 shows where)';

process.exitCode = await main(process.argv.slice(2), processTerminal());
