import { unmet } from '../refusal.ts';
import type { Index } from './documents.ts';
import { comparisons } from './filters.ts';
import type { Order, StructuredQuery } from './query.ts';

const NAME = '__name__';

/** Throws what Firestore answers where a query needs an index that nobody created. */
export function checkIndexed(
  query: StructuredQuery,
  orders: readonly Order[],
  indexes: readonly Index[],
): void {
  const collection = query.from?.[0]?.collectionId ?? '';
  const wanted = compositeFields(query, orders);
  const anyDepth = query.from?.[0]?.allDescendants === true;
  if (wanted.length < (anyDepth ? 1 : 2)) return;
  const exists = indexes.some(
    (index) =>
      index.collection === collection &&
      index.fields.toSorted().join() === wanted.toSorted().join(),
  );
  if (exists) return;
  throw unmet(
    `The query requires ${anyDepth ? 'a COLLECTION_GROUP' : 'an'} index for collection ` +
      `${collection} and fields ${wanted.join(', ')}.`,
  );
}

/** The fields that one index has to have; fields compared for equality alone are merged without. */
function compositeFields(query: StructuredQuery, orders: readonly Order[]): readonly string[] {
  const pathOf = (part: { field?: { fieldPath?: string } }) => part.field?.fieldPath ?? '';
  const compared = comparisons(query.where).map(pathOf);
  const sorted = orders.map(pathOf).filter((path) => path !== NAME);
  if (sorted.length === 0) return query.from?.[0]?.allDescendants ? [...new Set(compared)] : [];
  return [...new Set([...compared.filter((path) => path !== NAME), ...sorted])];
}
