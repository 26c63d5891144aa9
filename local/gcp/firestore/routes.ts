import { randomBytes } from 'node:crypto';
import { json } from '../../server.ts';
import { type Call, type Route, route } from '../routes.ts';
import type { Document, Firestore } from './documents.ts';
import { checkName } from './paths.ts';
import type { Precondition } from './preconditions.ts';
import { runQuery, type StructuredQuery } from './query.ts';
import type { Fields } from './values.ts';
import { commit, type Write } from './writes.ts';

const ROOT = '/v1/projects/{project}/databases/{database}/documents';
const root = (call: Call) =>
  `projects/${call.part('project')}/databases/${call.part('database')}/documents`;
const nameOf = (call: Call) => `${root(call)}/${call.part('path')}`;

/** Firestore over REST: streams come as one JSON array. */
export function firestoreRoutes(firestore: Firestore): readonly Route[] {
  const query = (call: Call, parent: string) =>
    json(
      200,
      queryAnswer(firestore, parent, call.content<{ structuredQuery?: StructuredQuery }>()),
    );
  return [
    route('firestore.documents.batchGet', `POST ${ROOT}:batchGet`, (call) => {
      const { documents = [] } = call.content<{ documents?: readonly string[] }>();
      return json(200, batchGet(firestore, documents));
    }),
    route('firestore.documents.commit', `POST ${ROOT}:commit`, (call) =>
      json(200, commit(firestore, call.content<{ writes?: readonly Write[] }>().writes ?? [])),
    ),
    route('firestore.documents.runQuery', `POST ${ROOT}:runQuery`, (call) =>
      query(call, root(call)),
    ),
    route('firestore.documents.runQuery', `POST ${ROOT}/{path=**}:runQuery`, (call) =>
      query(call, nameOf(call)),
    ),
    route('firestore.documents.createDocument', `POST ${ROOT}/{path=odd}`, (call) =>
      json(200, create(firestore, call)),
    ),
    route('firestore.documents.patch', `PATCH ${ROOT}/{path=even}`, (call) =>
      json(200, patch(firestore, call)),
    ),
    route('firestore.documents.delete', `DELETE ${ROOT}/{path=even}`, (call) => {
      commit(firestore, [{ delete: nameOf(call), currentDocument: precondition(call) }]);
      return json(200, {});
    }),
    route('firestore.documents.get', `GET ${ROOT}/{path=even}`, (call) =>
      json(200, shown(firestore.get(nameOf(call)))),
    ),
    route('firestore.documents.list', `GET ${ROOT}/{path=odd}`, (call) =>
      json(200, list(firestore, call)),
    ),
  ];
}

function batchGet(firestore: Firestore, names: readonly string[]) {
  const readTime = firestore.readTime();
  // Firestore answers in whatever order, and each document once.
  return [...new Set(names)].toReversed().map((name) => {
    checkName(name);
    const found = firestore.find(name);
    return found ? { found: shown(found), readTime } : { missing: name, readTime };
  });
}

function queryAnswer(
  firestore: Firestore,
  parent: string,
  { structuredQuery = {} }: { structuredQuery?: StructuredQuery },
) {
  const readTime = firestore.readTime();
  const documents = runQuery(firestore, parent, structuredQuery);
  if (documents.length === 0) return [{ readTime }];
  return documents.map((document) => ({ document: shown(document), readTime }));
}

function shown({ fields, ...document }: Document) {
  return Object.keys(fields).length === 0 ? document : { ...document, fields };
}

function precondition({ query }: Call): Precondition {
  const [exists, updateTime] = [
    query.get('currentDocument.exists'),
    query.get('currentDocument.updateTime'),
  ];
  return {
    ...(exists === null ? {} : { exists: exists === 'true' }),
    ...(updateTime === null ? {} : { updateTime }),
  };
}

function create(firestore: Firestore, call: Call) {
  const id = call.query.get('documentId') ?? randomBytes(10).toString('hex');
  const name = `${nameOf(call)}/${id}`;
  const { fields = {} } = call.content<{ fields?: Fields }>();
  commit(firestore, [{ update: { name, fields }, currentDocument: { exists: false } }]);
  return shown(firestore.get(name));
}

function patch(firestore: Firestore, call: Call) {
  const name = nameOf(call);
  const { fields = {} } = call.content<{ fields?: Fields }>();
  const fieldPaths = call.query.getAll('updateMask.fieldPaths');
  const mask = fieldPaths.length > 0 ? { updateMask: { fieldPaths } } : {};
  commit(firestore, [{ update: { name, fields }, ...mask, currentDocument: precondition(call) }]);
  return shown(firestore.get(name));
}

function list(firestore: Firestore, call: Call) {
  const parts = nameOf(call).split('/');
  const size = Number(call.query.get('pageSize') || 100);
  const start = Number(call.query.get('pageToken') || 0);
  const from = [{ collectionId: parts.at(-1) ?? '' }];
  const all = runQuery(firestore, parts.slice(0, -1).join('/'), { from });
  const documents = all.slice(start, start + size).map(shown);
  const more = start + size < all.length ? { nextPageToken: String(start + size) } : {};
  return documents.length > 0 ? { documents, ...more } : {};
}
