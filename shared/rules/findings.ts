import * as z from 'zod';
import { didYouMean } from './nearest.ts';
import type { Finding } from './problem.ts';
import { RULES_FILE, type RulesFile } from './schema.ts';

/** What the shape of the file is wrong in; the file itself where it is right. */
export function shapeFindings(value: unknown): {
  readonly file?: RulesFile;
  readonly findings: readonly Finding[];
} {
  const result = RULES_FILE.safeParse(value, { error: worded });
  if (result.success) return { file: result.data, findings: [] };
  return { findings: withoutMistyped(result.error.issues.flatMap(findingsOf)) };
}

function findingsOf(issue: z.core.$ZodIssue): readonly Finding[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  const messages = issue.message.split('\n');
  return issue.keys.map((key, index) => ({
    path: [...path, key],
    at: 'key',
    message: messages[index] ?? '',
  }));
}

/** What is missing because its key is mistyped is one mistake, and told at the key. */
function withoutMistyped(findings: readonly Finding[]): readonly Finding[] {
  const meant = findings.flatMap(({ path, message }) => {
    const key = /^is no key here; did you mean (.+)\?$/.exec(message)?.[1];
    return key === undefined ? [] : [[...path.slice(0, -1), key].join('\n')];
  });
  return findings.filter(
    ({ path, message }) => !(message.startsWith(MISSING) && meant.includes(path.join('\n'))),
  );
}

const MISSING = 'is missing';

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text (numbers in quotes)',
  object: 'a map of keys and values',
  record: 'a map of names and targets',
  array: 'a list',
};

/** For what the schema does not word itself; one line for each key where keys are unknown. */
function worded(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'unrecognized_keys') {
    const known = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
    return issue.keys
      .map((key) => {
        const hint = didYouMean(key, known);
        return `is no key here${hint === '' ? ` (there are ${known.join(', ')})` : hint}`;
      })
      .join('\n');
  }
  if (issue.input === undefined) return `${MISSING}${noneOf(issue)}`;
  if (issue.input === null) return `is empty${noneOf(issue)}`;
  if (issue.code === 'invalid_type') return mistaken(issue.expected, issue.input);
  if (issue.code === 'invalid_value') return choice(issue.values, issue.input);
  return undefined;
}

/** How to write that there is none of what must be there. */
function noneOf({ path = [], ...issue }: z.core.$ZodRawIssue): string {
  if (path.length !== 1 || issue.code !== 'invalid_type') return '';
  if (issue.expected === 'array') return ': write [] where there are none';
  return issue.expected === 'record' ? ': write {} where there are none' : '';
}

function mistaken(expected: string, input: unknown): string {
  const sentence = `must be ${EXPECTED[expected] ?? expected}`;
  if (expected !== 'array') return sentence;
  if (typeof input === 'string' && /^[\w.-]{1,64}$/.test(input)) {
    // Without quotes YAML would read a number.
    return `${sentence}: [${/^\d/.test(input) ? `"${input}"` : input}]`;
  }
  return `${sentence}: each of its lines begins with a hyphen`;
}

function choice(options: readonly unknown[], input: unknown): string {
  const values = options.map(String);
  if (typeof input === 'string' && values.includes(input))
    return `must be ${input}, without quotes`;
  const all = `${values.slice(0, -1).join(', ')}${values.length > 1 ? ' or ' : ''}${values.at(-1)}`;
  return `must be ${all}${typeof input === 'string' ? didYouMean(input, values) : ''}`;
}
