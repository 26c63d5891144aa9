import type { firestore_v1 } from 'googleapis/build/src/apis/firestore/v1.js';
import { dueIn } from './firestore-document.ts';

type Query = firestore_v1.Schema$StructuredQuery;

export function inPartition(partition: string): Query {
  return { where: compared('partition', 'EQUAL', partition) };
}

/** Both bounds are on one field, so that no index has to be created for it. */
export function dueBy(installation: string, now: Date, limit: number): Query {
  const filters = [
    compared('dueIn', 'GREATER_THAN_OR_EQUAL', dueIn(installation, '')),
    compared('dueIn', 'LESS_THAN_OR_EQUAL', dueIn(installation, now.toISOString())),
  ];
  return {
    where: { compositeFilter: { op: 'AND', filters } },
    orderBy: [{ field: { fieldPath: 'dueIn' }, direction: 'ASCENDING' }],
    limit,
  };
}

function compared(fieldPath: string, op: string, stringValue: string) {
  return { fieldFilter: { field: { fieldPath }, op, value: { stringValue } } };
}
