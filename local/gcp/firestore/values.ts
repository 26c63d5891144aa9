import { invalid } from '../refusal.ts';
import { micros, timestamp } from './time.ts';

/** A value as Firestore's REST API has it: one key, which is its type. */
export interface Value {
  readonly nullValue?: null | 'NULL_VALUE';
  readonly booleanValue?: boolean;
  readonly integerValue?: string;
  readonly doubleValue?: number | 'NaN' | 'Infinity' | '-Infinity';
  readonly timestampValue?: string;
  readonly stringValue?: string;
  readonly bytesValue?: string;
  readonly referenceValue?: string;
  readonly geoPointValue?: { readonly latitude?: number; readonly longitude?: number };
  readonly arrayValue?: { readonly values?: readonly Value[] };
  readonly mapValue?: { readonly fields?: Fields };
}

export type Fields = Readonly<Record<string, Value>>;

/** How Firestore sorts values of different types; integers and doubles are one type. */
const ORDER = [
  ['nullValue'],
  ['booleanValue'],
  ['integerValue', 'doubleValue'],
  ['timestampValue'],
  ['stringValue'],
  ['bytesValue'],
  ['referenceValue'],
  ['geoPointValue'],
  ['arrayValue'],
  ['mapValue'],
] as const;

/** The value as Firestore gives it back: integers as text, times to the microsecond. */
export function normalValue(value: Value): Value {
  const kinds = Object.keys(value ?? {});
  const [kind] = kinds;
  if (kinds.length !== 1 || !ORDER.some((names) => names.some((name) => name === kind)))
    throw invalid(`Invalid value: ${JSON.stringify(value)} must have exactly one known type.`);
  if (kind === 'nullValue') return { nullValue: null };
  if (value.integerValue !== undefined) return { integerValue: String(value.integerValue) };
  if (value.timestampValue !== undefined)
    return { timestampValue: timestamp(micros(value.timestampValue)) };
  if (value.mapValue) return { mapValue: { fields: normalFields(value.mapValue.fields ?? {}) } };
  if (value.arrayValue)
    return { arrayValue: { values: (value.arrayValue.values ?? []).map(normalValue) } };
  return value;
}

export function normalFields(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, normalValue(value)]),
  );
}

/** Whether an inequality compares the two at all. */
export const rank = (value: Value) =>
  ORDER.findIndex((names) => names.some((name) => name in value));

export function compareValues(a: Value, b: Value): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (a.arrayValue && b.arrayValue)
    return compareLists(a.arrayValue.values ?? [], b.arrayValue.values ?? []);
  if (a.mapValue && b.mapValue)
    return compareLists(entries(a.mapValue.fields), entries(b.mapValue.fields));
  const [left, right] = [scalar(a), scalar(b)];
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  // Firestore compares text by its UTF-8 bytes, not by UTF-16 code units as `<` does.
  return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)));
}

function scalar(value: Value): number | string {
  if (value.booleanValue !== undefined) return value.booleanValue ? 1 : 0;
  if (value.integerValue !== undefined) return Number(value.integerValue);
  if (value.doubleValue !== undefined) return Number(value.doubleValue);
  if (value.timestampValue !== undefined) return micros(value.timestampValue);
  if (value.bytesValue !== undefined)
    return Buffer.from(value.bytesValue, 'base64').toString('latin1');
  if (value.geoPointValue) return JSON.stringify(value.geoPointValue);
  return value.stringValue ?? value.referenceValue ?? '';
}

function entries(fields: Fields = {}): readonly Value[] {
  const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.flatMap(([name, value]) => [{ stringValue: name }, value]);
}

function compareLists(a: readonly Value[], b: readonly Value[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    const difference = compareValues(left, right);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
