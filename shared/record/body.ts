import type { Draft, Item } from './store.ts';

// Kept as JSON text: undefined, empty texts and large numbers come back the same from every
// database, and nothing in it can collide with a database's own names and limits.
export function bodyText(body: Item['body']): string {
  return JSON.stringify(body);
}

export function bodyOf(text: string): Item['body'] {
  return JSON.parse(text);
}

/** The item as it will be read: nothing in it is the caller's own. */
export function written({ partition, id, due, body }: Draft, version: number): Item {
  return { partition, id, version, ...(due && { due }), body: bodyOf(bodyText(body)) };
}
