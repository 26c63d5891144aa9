import { createHash } from 'node:crypto';
import type { firestore_v1 } from 'googleapis/build/src/apis/firestore/v1.js';
import { bodyOf, bodyText } from './body.ts';
import { installationOf, keyText } from './keys.ts';
import type { Item, Key } from './store.ts';

type Schema = firestore_v1.Schema$Document;

export interface Collection {
  readonly project: string;
  /** `(default)` where absent. */
  readonly database?: string;
  readonly collection: string;
}

/** An item as it was read, and what the next write to it must name. */
export interface Stored {
  readonly item: Item;
  readonly writer: string;
  readonly updateTime: string;
}

export function databaseOf({ project, database = '(default)' }: Collection): string {
  return `projects/${project}/databases/${database}`;
}

/** A hash, for a document's id may have no slash, while a target's key may. */
export function documentName(collection: Collection, key: Key): string {
  const id = createHash('sha256').update(keyText(key)).digest('hex');
  return `${databaseOf(collection)}/documents/${collection.collection}/${id}`;
}

/** `writer` is another for each write: it tells our own write from somebody else's. */
export function documentOf(name: string, item: Item, writer: string): Schema {
  return {
    name,
    fields: {
      partition: { stringValue: item.partition },
      id: { stringValue: item.id },
      version: { integerValue: String(item.version) },
      body: { stringValue: bodyText(item.body) },
      writer: { stringValue: writer },
      ...(item.due && { dueIn: { stringValue: dueIn(installationOf(item.partition), item.due) } }),
    },
  };
}

/** Installation and time in one field: Firestore indexes single fields without being asked to. */
export function dueIn(installation: string, due: string): string {
  return `${installation}#${due}`;
}

export function storedOf({ fields = {}, updateTime }: Schema): Stored {
  const text = (name: string) => fields?.[name]?.stringValue ?? '';
  const due = text('dueIn').split('#')[1];
  return {
    writer: text('writer'),
    updateTime: updateTime ?? '',
    item: {
      partition: text('partition'),
      id: text('id'),
      version: Number(fields?.version?.integerValue),
      ...(due && { due }),
      body: bodyOf(text('body')),
    },
  };
}
