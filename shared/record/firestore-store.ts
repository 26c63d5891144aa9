import { randomUUID } from 'node:crypto';
import type { firestore_v1 } from 'googleapis/build/src/apis/firestore/v1.js';
import { written } from './body.ts';
import { conflict } from './conflicts.ts';
import { isUnclear, makeChange } from './firestore-change.ts';
import { type Collection, databaseOf, documentName, documentOf } from './firestore-document.ts';
import { firestoreDocuments } from './firestore-documents.ts';
import { dueBy, inPartition } from './firestore-queries.ts';
import { revisions } from './firestore-revisions.ts';
import { byId, distinctKeys, inOrder } from './keys.ts';
import { namedStore } from './named-store.ts';
import type { Key, Store } from './store.ts';

/** Keeps the record in one collection of Firestore (native mode); an item may have 1 MiB. */
export function firestoreStore(firestore: firestore_v1.Firestore, collection: Collection): Store {
  const documents = firestoreDocuments(firestore, collection);
  const seen = revisions();
  const nameOf = (key: Key) => documentName(collection, key);
  return namedStore(`${databaseOf(collection)}, collection ${collection.collection}`, {
    get: async (keys) => {
      const distinct = distinctKeys(keys);
      const stored = await documents.get([...distinct.values()].map(nameOf));
      return inOrder(distinct, seen.keepAll(stored));
    },
    list: async (partition) =>
      seen.keepAll(await documents.query(inPartition(partition))).toSorted(byId),
    put: async (draft, expected) => {
      const [item, name, writer] = [written(draft, expected + 1), nameOf(draft), randomUUID()];
      await makeChange(documents, seen, {
        key: draft,
        name,
        expected,
        write: { update: documentOf(name, item, writer) },
        isMade: (found) => found?.writer === writer,
      });
      return item;
    },
    remove: async (key, expected) => {
      if (expected === 0) throw conflict(key, expected, undefined);
      const name = nameOf(key);
      const isMade = (found: unknown, error: unknown) => found === undefined && isUnclear(error);
      await makeChange(documents, seen, { key, name, expected, write: { delete: name }, isMade });
    },
    due: async (installation, now, limit) =>
      seen.keepAll(await documents.query(dueBy(installation, now, limit))),
  });
}
