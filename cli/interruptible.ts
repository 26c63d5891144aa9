import type { Call } from './command.ts';

/** As a shell counts a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/**
 * Runs a command. What only reads ends at once at Ctrl-C; what writes finishes, for it is over in
 * a moment and half of it would be worse; a second Ctrl-C ends it all the same.
 */
export async function interruptible(call: Call): Promise<number> {
  let asked = false;
  const onInterrupt = () => {
    if (asked || !call.command.writes) process.exit(INTERRUPTED);
    asked = true;
    call.terminal.err('Finishing what was begun; Ctrl-C again ends it here.');
  };
  process.on('SIGINT', onInterrupt);
  try {
    return await call.command.run(call);
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}
