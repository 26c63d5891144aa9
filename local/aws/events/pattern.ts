import { AwsError } from '../aws-error.ts';

/** An EventBridge pattern: at each leaf a list, of which one must match. */
export interface Pattern {
  readonly [field: string]: Pattern | readonly unknown[];
}

type Matcher = (actual: unknown, wanted: unknown) => boolean;

const MATCHERS: Readonly<Record<string, Matcher>> = {
  prefix: (actual, wanted) => typeof actual === 'string' && actual.startsWith(String(wanted)),
  suffix: (actual, wanted) => typeof actual === 'string' && actual.endsWith(String(wanted)),
  exists: (actual, wanted) => (actual !== undefined) === wanted,
  'equals-ignore-case': (actual, wanted) =>
    typeof actual === 'string' && actual.toLowerCase() === String(wanted).toLowerCase(),
  'anything-but': (actual, wanted) =>
    actual !== undefined && ![wanted].flat().some((one) => leafMatches(actual, one)),
};

/** The pattern in a rule's JSON, or EventBridge's refusal of it. */
export function parsePattern(text: string): Pattern {
  try {
    const pattern: unknown = JSON.parse(text);
    if (isPattern(pattern)) return pattern;
  } catch {}
  throw invalidPattern('Event pattern is not valid.');
}

/** Whether the event has all that the pattern asks for; what the pattern leaves out is free. */
export function matches(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    const actual = isObject(event) ? event[field] : undefined;
    if (!isLeaf(wanted)) return isObject(actual) && matches(wanted, actual);
    const values = Array.isArray(actual) ? actual : [actual];
    return values.some((value) => wanted.some((one) => leafMatches(value, one)));
  });
}

function leafMatches(actual: unknown, wanted: unknown): boolean {
  if (!isObject(wanted)) return actual === wanted;
  return Object.entries(wanted).every(([name, value]) => MATCHERS[name]?.(actual, value) ?? false);
}

function isPattern(value: unknown): value is Pattern {
  if (!isObject(value) || Object.keys(value).length === 0) return false;
  return Object.values(value).every((part) =>
    Array.isArray(part) ? part.length > 0 && part.every(isKnown) : isPattern(part),
  );
}

function isKnown(leaf: unknown): boolean {
  return !isObject(leaf) || Object.keys(leaf).every((name) => name in MATCHERS);
}

function isLeaf(wanted: Pattern | readonly unknown[]): wanted is readonly unknown[] {
  return Array.isArray(wanted);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

export function invalidPattern(message: string): AwsError {
  return new AwsError(400, 'InvalidEventPatternException', message);
}
