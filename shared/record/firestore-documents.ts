import type { firestore_v1 } from 'googleapis/build/src/apis/firestore/v1.js';
import { type Collection, databaseOf, type Stored, storedOf } from './firestore-document.ts';
import { chunks } from './keys.ts';

// Google's client sends GETs again by itself; these read as well, although they are POSTs.
const AGAIN = { retryConfig: { retry: 4, httpMethodsToRetry: ['POST'] } };

const BATCH = 300;

/** One collection, in Firestore's own terms. */
export interface Documents {
  /** Those of these names that exist, in any order. */
  get(names: readonly string[]): Promise<readonly Stored[]>;
  /** Strongly consistent, as every query of Firestore's is. */
  query(query: firestore_v1.Schema$StructuredQuery): Promise<readonly Stored[]>;
  /** Answers the document's new update time. Sent once: whoever calls it knows what to do then. */
  commit(write: firestore_v1.Schema$Write): Promise<string | undefined>;
}

export function firestoreDocuments(
  firestore: firestore_v1.Firestore,
  collection: Collection,
): Documents {
  const { documents } = firestore.projects.databases;
  const database = databaseOf(collection);
  return {
    get: async (names) => {
      const batches = chunks(names, BATCH).map(async (batch) => {
        const requestBody = { documents: [...batch] };
        return found((await documents.batchGet({ database, requestBody }, AGAIN)).data);
      });
      return (await Promise.all(batches)).flat();
    },
    query: async (query) => {
      const from = [{ collectionId: collection.collection }];
      const requestBody = { structuredQuery: { ...query, from } };
      const parent = `${database}/documents`;
      return found((await documents.runQuery({ parent, requestBody }, AGAIN)).data);
    },
    commit: async (write) => {
      const { data } = await documents.commit({ database, requestBody: { writes: [write] } });
      return data.writeResults?.[0]?.updateTime ?? undefined;
    },
  };
}

// Google's types say one answer; over REST the stream comes as an array of them.
function found(data: unknown): readonly Stored[] {
  const answers = data as readonly {
    readonly found?: firestore_v1.Schema$Document;
    readonly document?: firestore_v1.Schema$Document;
  }[];
  return answers.flatMap((answer) => {
    const document = answer.found ?? answer.document;
    return document ? [storedOf(document)] : [];
  });
}
