import type { Command } from './command.ts';

const FLAGS: readonly (string | undefined)[] = ['--help', '-h'];

/** `help hold` is `hold --help`. */
export function plainly(argv: readonly string[]): readonly string[] {
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
}

/** The commands to list, where no one of them is meant: all, or those of `rules`. */
export function listedFor(
  [first, second]: readonly string[],
  commands: readonly Command[],
): readonly Command[] {
  if (first === undefined || FLAGS.includes(first)) return commands;
  const group = commands.filter(({ name }) => name.startsWith(`${first} `));
  return FLAGS.includes(second) ? group : [];
}
