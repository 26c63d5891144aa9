import { parseArgs } from 'node:util';
import { didYouMean } from '../shared/rules/nearest.ts';
import { type Call, COMMON, type Command, UsageError } from './command.ts';

type Parsed = Pick<Call, 'command' | 'args' | 'texts' | 'lists' | 'flags'>;

/** Finds the command and reads its options; throws `UsageError`. */
export function parseCommandLine(argv: readonly string[], commands: readonly Command[]): Parsed {
  const command = commandIn(argv, commands);
  const words = command.name.split(' ').length;
  const { positionals, values } = read(command, argv.slice(words));
  const entries = Object.entries(values);
  const parsed = {
    command,
    args: positionals,
    texts: Object.fromEntries(entries.filter(isText)),
    lists: Object.fromEntries(entries.filter(isList)),
    flags: new Set(entries.filter(([, value]) => value === true).map(([name]) => name)),
  };
  if (!parsed.flags.has('help')) checkArguments(command, positionals);
  return parsed;
}

export function findCommand(
  [first, second]: readonly string[],
  commands: readonly Command[],
): Command | undefined {
  return (
    commands.find(({ name }) => name === `${first} ${second}`) ??
    commands.find(({ name }) => name === first)
  );
}

function commandIn(argv: readonly string[], commands: readonly Command[]): Command {
  const found = findCommand(argv, commands);
  if (found !== undefined) return found;
  const [first = ''] = argv;
  const group = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (group.length > 0) {
    throw new UsageError(`${first}: say which, ${group.map(({ name }) => name).join(' or ')}`);
  }
  const names = commands.map(({ name }) => name);
  throw new UsageError(`there is no command ${first}${didYouMean(first, names)}`);
}

function read({ options }: Command, args: readonly string[]) {
  const known = { ...COMMON, ...options };
  const config = Object.entries(known).map(([name, { type, short, many }]) => [
    name,
    { type, ...(short && { short }), ...(many && { multiple: true }) },
  ]);
  try {
    return parseArgs({
      args: [...args],
      options: Object.fromEntries(config),
      allowPositionals: true,
    });
  } catch (error) {
    // Node's words are clear, but for the advice after the first sentence.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    const unknown = /Unknown option '--([^']+)'/.exec(sentence)?.[1];
    const meant = unknown === undefined ? '' : didYouMean(unknown, Object.keys(known));
    throw new UsageError(`${sentence.replace(/\.$/, '')}${meant}`);
  }
}

function isText(entry: readonly [string, unknown]): entry is [string, string] {
  return typeof entry[1] === 'string';
}

function isList(entry: readonly [string, unknown]): entry is [string, string[]] {
  return Array.isArray(entry[1]);
}

function checkArguments({ takes }: Command, args: readonly string[]): void {
  const missing = takes.filter((name) => name.startsWith('<')).slice(args.length);
  if (missing.length > 0) throw new UsageError(`${missing.join(' ')} is missing`);
  const more = args.slice(takes.length);
  if (more.length > 0) throw new UsageError(`${more.join(' ')} is more than it takes`);
}
