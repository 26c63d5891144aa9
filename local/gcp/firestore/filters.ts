import { invalid } from '../refusal.ts';
import type { Document } from './documents.ts';
import { fieldAt } from './masks.ts';
import { fieldPath } from './paths.ts';
import { compareValues, rank, type Value } from './values.ts';

export interface Filter {
  readonly compositeFilter?: { readonly op?: string; readonly filters?: readonly Filter[] };
  readonly fieldFilter?: FieldFilter;
  readonly unaryFilter?: { readonly op?: string; readonly field?: Field };
}

export interface Field {
  readonly fieldPath?: string;
}

interface FieldFilter {
  readonly field?: Field;
  readonly op?: string;
  readonly value?: Value;
}

type Test = (have: Value, want: Value) => boolean;

// An inequality compares values of one type only: null is not less than a text.
const ordered =
  (holds: (difference: number) => boolean): Test =>
  (have, want) =>
    rank(have) === rank(want) && holds(compareValues(have, want));

const equal: Test = (have, want) => compareValues(have, want) === 0;

const TESTS: Readonly<Record<string, Test>> = {
  EQUAL: equal,
  NOT_EQUAL: (have, want) => !('nullValue' in have) && !equal(have, want),
  LESS_THAN: ordered((difference) => difference < 0),
  LESS_THAN_OR_EQUAL: ordered((difference) => difference <= 0),
  GREATER_THAN: ordered((difference) => difference > 0),
  GREATER_THAN_OR_EQUAL: ordered((difference) => difference >= 0),
  IN: (have, want) => want.arrayValue?.values?.some((one) => equal(have, one)) ?? false,
  ARRAY_CONTAINS: (have, want) => have.arrayValue?.values?.some((one) => equal(one, want)) ?? false,
};

/** A document without the field never passes a filter on it. */
export function passes(document: Document, filter: Filter | undefined): boolean {
  if (filter?.compositeFilter) {
    const { op, filters = [] } = filter.compositeFilter;
    if (op === 'OR') return filters.some((one) => passes(document, one));
    return filters.every((one) => passes(document, one));
  }
  if (filter?.unaryFilter) return passesUnary(document, filter.unaryFilter);
  if (filter?.fieldFilter === undefined) return true;
  const { op = '', value } = filter.fieldFilter;
  const [have, test] = [fieldValue(document, filter.fieldFilter.field), TESTS[op]];
  if (test === undefined || value === undefined)
    throw invalid(`Filter not supported here: ${JSON.stringify(filter)}`);
  return have !== undefined && test(have, value);
}

function passesUnary(document: Document, filter: NonNullable<Filter['unaryFilter']>): boolean {
  const have = fieldValue(document, filter.field);
  if (filter.op === 'IS_NULL') return have !== undefined && 'nullValue' in have;
  if (filter.op === 'IS_NOT_NULL') return have !== undefined && !('nullValue' in have);
  throw invalid(`Filter not supported here: ${JSON.stringify(filter)}`);
}

export function fieldValue(document: Document, field: Field | undefined): Value | undefined {
  const path = field?.fieldPath ?? '';
  if (path === '__name__') return { referenceValue: document.name };
  return fieldAt(document.fields, fieldPath(path));
}

/** Every comparison in the filter, however deep. */
export function comparisons(filter: Filter | undefined): readonly FieldFilter[] {
  if (filter?.compositeFilter) return (filter.compositeFilter.filters ?? []).flatMap(comparisons);
  return filter?.fieldFilter ? [filter.fieldFilter] : [];
}
