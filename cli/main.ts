import { AccessError } from '../shared/runtime/errors.ts';
import { type Call, EXIT, UsageError } from './command.ts';
import { COMMANDS } from './commands.ts';
import { helpOf, overview, PROGRAM } from './help.ts';
import { interruptible } from './interruptible.ts';
import { parseCommandLine } from './parse.ts';
import { processTerminal, type Terminal, tame } from './terminal.ts';

async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  if (argv.length === 0 || ['--help', '-h', 'help'].includes(argv[0] ?? '')) {
    terminal.out(overview(COMMANDS));
    return argv.length === 0 ? EXIT.usage : EXIT.ok;
  }
  try {
    const call: Call = { ...parseCommandLine(argv, COMMANDS), env: process.env, terminal };
    if (!call.flags.has('help')) return await interruptible(call);
    terminal.out(helpOf(call.command));
    return EXIT.ok;
  } catch (error) {
    return failed(error, terminal);
  }
}

/** In one sentence; where in the code is for whoever asks for it. */
function failed(error: unknown, { err }: Terminal): number {
  const message = error instanceof Error ? error.message : String(error);
  const lines = message.split('\n').map(tame).join('\n');
  if (error instanceof UsageError) {
    const sentence = /[.?]$/.test(lines) ? lines : `${lines}.`;
    err(`${sentence} ${PROGRAM} --help says what there is.`);
    return EXIT.usage;
  }
  err(error instanceof AccessError ? lines : `${lines}${HINT}`);
  if (process.env.DEBUG && error instanceof Error) err(error.stack ?? '');
  return EXIT.failed;
}

const HINT = process.env.DEBUG ? '' : ' (DEBUG=1 shows where)';

process.exitCode = await main(process.argv.slice(2), processTerminal());
