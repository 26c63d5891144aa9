import { COMMON, type Command, type Options } from './command.ts';

export const PROGRAM = 'deployment-authorizer';

/** All commands, a line each. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => usage(command).length)) + 2;
  return [
    'Gives Astro Deployments the cloud access that their rules say: by hand.',
    '',
    `Usage: ${PROGRAM} <command> [options]`,
    '',
    ...commands.map((command) => `  ${usage(command).padEnd(width)}${command.says}`),
    '',
    `${PROGRAM} <command> --help says more of each, with an example; --version, which this is.`,
    'Exit codes: 0 done; 1 refused or failed, or problems were found; 2 not understood.',
  ].join('\n');
}

export function helpOf(command: Command): string {
  const { says, more, example, options } = command;
  return [
    `${says}.`,
    ...(more === undefined ? [] : ['', more]),
    '',
    `Usage: ${PROGRAM} ${usage(command)} [options]`,
    '',
    ...optionLines({ ...options, ...COMMON }),
    '',
    'Example:',
    ...example.split('\n').map((line) => `  ${line}`),
  ].join('\n');
}

export function usage({ name, takes }: Command): string {
  return [name, ...takes].join(' ');
}

function optionLines(options: Options): readonly string[] {
  const named = Object.entries(options).map(([name, { short, value, says }]) => ({
    flag: `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`,
    says,
  }));
  const width = Math.max(...named.map(({ flag }) => flag.length)) + 2;
  return named.map(({ flag, says }) => `  ${flag.padEnd(width)}${says}`);
}
