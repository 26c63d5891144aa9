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
  return { findings: result.error.issues.flatMap(findingsOf) };
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
  if (issue.input === undefined) return 'is missing';
  if (issue.input === null) return 'is empty';
  if (issue.code === 'invalid_type') return `must be ${EXPECTED[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return choice(issue.values.map(String), issue.input);
  return undefined;
}

function choice(values: readonly string[], input: unknown): string {
  const all = `${values.slice(0, -1).join(', ')}${values.length > 1 ? ' or ' : ''}${values.at(-1)}`;
  return `must be ${all}${typeof input === 'string' ? didYouMean(input, values) : ''}`;
}
