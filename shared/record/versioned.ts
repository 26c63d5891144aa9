import * as z from 'zod';
import { bodyOf, bodyText } from './body.ts';
import { UnreadableItemError } from './errors.ts';
import { keyText } from './keys.ts';
import type { Item } from './store.ts';

export interface Versioned<T> {
  readonly item: T;
  readonly version: number;
  readonly due?: string;
}

/** Raised when an older version of the product could misread what a newer one writes. */
const SCHEMA = 1;

export function bodyFor(item: object): Item['body'] {
  return bodyOf(bodyText({ schema: SCHEMA, ...item }));
}

/** What was written, after a look whether it is still what we write. */
export function versioned<T>(stored: Item, shape: z.ZodType): Versioned<T> {
  const { schema, ...body } = stored.body;
  if (schema !== SCHEMA) {
    throw unreadable(stored, `schema ${schema} instead of ${SCHEMA}: of another version?`);
  }
  const result = shape.safeParse(body);
  if (!result.success) throw unreadable(stored, z.prettifyError(result.error));
  const { version, due } = stored;
  // The database is a border: the shape vouches for what decides who gets what, and the schema's
  // number for the rest.
  return { item: body as T, version, ...(due && { due }) };
}

function unreadable(stored: Item, why: string): UnreadableItemError {
  return new UnreadableItemError(`the record's item ${keyText(stored)} cannot be read: ${why}`);
}
