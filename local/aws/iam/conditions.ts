import type { Statement } from '../../../shared/policy/trust-policy.ts';

/** What a request to assume a role says of itself, by condition key in lower case. */
export type RequestContext = Readonly<Record<string, string | undefined>>;

type Test = (actual: string, expected: string) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  stringequals: (actual, expected) => actual === expected,
  stringequalsignorecase: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  stringlike: matchesGlob,
  arnequals: matchesGlob,
  arnlike: matchesGlob,
  bool: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
};

/** Whether every condition of the statement holds, as IAM would decide. */
export function conditionsHold(
  condition: Statement['Condition'],
  context: RequestContext,
): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) =>
      holds(operator.toLowerCase(), context[key.toLowerCase()], [expected].flat().map(String)),
    ),
  );
}

function holds(operator: string, actual: string | undefined, expected: readonly string[]): boolean {
  if (operator === 'null') return expected.includes(String(actual === undefined));
  const ifExists = operator.endsWith('ifexists');
  const bare = operator.replace(/ifexists$/, '');
  const negated = /^(string|arn)not/.test(bare);
  // A key that is absent fails every operator but the negated ones and `...IfExists`.
  if (actual === undefined) return ifExists || negated;
  const test = TESTS[bare.replace(/^(string|arn)not/, '$1')];
  if (test === undefined) throw new Error(`the emulator does not know the operator ${operator}`);
  const met = expected.some((one) => test(actual, one));
  return negated ? !met : met;
}

/** `*` stands for any text, `?` for one character. */
function matchesGlob(actual: string, glob: string): boolean {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 's').test(actual);
}
