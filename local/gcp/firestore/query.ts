import { invalid } from '../refusal.ts';
import type { Document, Firestore } from './documents.ts';
import { comparisons, type Field, type Filter, fieldValue, passes } from './filters.ts';
import { checkIndexed } from './indexes.ts';
import { pickFields } from './masks.ts';
import { compareValues, type Value } from './values.ts';

export interface Order {
  readonly field?: Field;
  readonly direction?: string;
}

interface Cursor {
  readonly values?: readonly Value[];
  readonly before?: boolean;
}

export interface StructuredQuery {
  readonly select?: { readonly fields?: readonly Field[] };
  readonly from?: readonly { readonly collectionId?: string; readonly allDescendants?: boolean }[];
  readonly where?: Filter;
  readonly orderBy?: readonly Order[];
  readonly startAt?: Cursor;
  readonly endAt?: Cursor;
  readonly offset?: number;
  readonly limit?: number;
}

export function runQuery(
  firestore: Firestore,
  parent: string,
  query: StructuredQuery,
): readonly Document[] {
  if (query.from?.length !== 1) throw invalid('A query must select from exactly one collection.');
  const { collectionId = '', allDescendants = false } = query.from[0] ?? {};
  const orders = fullOrder(query);
  checkIndexed(query, orders, firestore.indexes);
  const { offset = 0, limit = Number.POSITIVE_INFINITY } = query;
  return firestore
    .collection(parent, collectionId, allDescendants)
    .filter((document) => passes(document, query.where))
    .filter((document) => orders.every(({ field }) => fieldValue(document, field) !== undefined))
    .toSorted((a, b) => compareDocuments(a, b, orders))
    .filter((document) => withinCursors(document, query, orders))
    .slice(offset, offset + limit)
    .map((document) => selected(document, query));
}

/** As Firestore completes it: the fields of inequalities first, and the name last. */
function fullOrder({ where, orderBy = [] }: StructuredQuery): readonly Order[] {
  const named = new Set(orderBy.map(({ field }) => field?.fieldPath));
  const unequal = comparisons(where)
    .filter(({ op = '' }) => /THAN|NOT/.test(op))
    .flatMap(({ field }) => (field && !named.has(field.fieldPath) ? [field] : []));
  const direction = orderBy.at(-1)?.direction ?? 'ASCENDING';
  const orders = [...orderBy, ...unequal.map((field) => ({ field, direction }))];
  if (orders.some(({ field }) => field?.fieldPath === '__name__')) return orders;
  return [...orders, { field: { fieldPath: '__name__' }, direction }];
}

const sign = ({ direction }: Order) => (direction === 'DESCENDING' ? -1 : 1);

function compareDocuments(a: Document, b: Document, orders: readonly Order[]): number {
  for (const order of orders) {
    const [left, right] = [fieldValue(a, order.field), fieldValue(b, order.field)];
    if (left === undefined || right === undefined) continue;
    const difference = compareValues(left, right) * sign(order);
    if (difference !== 0) return difference;
  }
  return 0;
}

function withinCursors(
  document: Document,
  { startAt, endAt }: StructuredQuery,
  orders: readonly Order[],
): boolean {
  const start = startAt ? compareCursor(document, startAt, orders) : 1;
  const end = endAt ? compareCursor(document, endAt, orders) : -1;
  return (
    (start > 0 || (start === 0 && startAt?.before === true)) &&
    (end < 0 || (end === 0 && endAt?.before !== true))
  );
}

function compareCursor(document: Document, cursor: Cursor, orders: readonly Order[]): number {
  for (const [index, want] of (cursor.values ?? []).entries()) {
    const order = orders[index];
    const have = fieldValue(document, order?.field);
    if (order === undefined || have === undefined) continue;
    const difference = compareValues(have, want) * sign(order);
    if (difference !== 0) return difference;
  }
  return 0;
}

function selected(document: Document, { select }: StructuredQuery): Document {
  if (select?.fields === undefined) return document;
  const paths = select.fields.map(({ fieldPath = '' }) => fieldPath);
  return {
    ...document,
    fields: pickFields(
      document.fields,
      paths.filter((p) => p !== '__name__'),
    ),
  };
}
