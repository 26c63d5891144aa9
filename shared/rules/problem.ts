import { AccessError } from '../runtime/errors.ts';

/** One mistake in the access rules, and where it stands. */
export interface RulesProblem {
  /** From 1, as editors count. */
  readonly line: number;
  readonly column: number;
  /** `targets.lake.awsOwnRole.account`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A mistake before it is known where in the text it stands. */
export interface Finding {
  readonly path: readonly (string | number)[];
  /** Whether the key is meant or what stands under it. */
  readonly at?: 'key';
  readonly message: string;
}

/** The access rules cannot be used; the message names everything that is wrong with them. */
export class RulesInvalidError extends AccessError {
  readonly code = 'rules-invalid';
  // The message in hand is not to blame: it is decided on as soon as mended rules are deployed.
  readonly disposition = 'retry';
  readonly problems: readonly RulesProblem[];

  constructor(file: string, problems: readonly RulesProblem[]) {
    super(problems.map((problem) => sentence(file, problem)).join('\n'));
    this.problems = problems;
  }
}

function sentence(file: string, { line, column, path, message }: RulesProblem): string {
  const text = `${file}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}`;
  // A key or name in the file may hold a line feed: a problem is one line, in a log too.
  return text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, '\u{fffd}');
}

/** `targets.lake.policies[0]`. */
export function pathText(path: Finding['path']): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}
