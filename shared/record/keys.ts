import type { Item, Key } from './store.ts';

/** One text for each key, whatever characters are in it. */
export function keyText({ partition, id }: Key): string {
  return JSON.stringify([partition, id]);
}

/** By their texts, in order; DynamoDB refuses a batch in which a key stands twice. */
export function distinctKeys(keys: readonly Key[]): ReadonlyMap<string, Key> {
  return new Map(keys.map((key) => [keyText(key), key]));
}

/** Those found, in the order asked for; the databases answer in any. */
export function inOrder(keys: ReadonlyMap<string, Key>, found: readonly Item[]): readonly Item[] {
  const byKey = new Map(found.map((item) => [keyText(item), item]));
  return [...keys.keys()].flatMap((text) => byKey.get(text) ?? []);
}

/** What stands before the first `#`. */
export function installationOf(partition: string): string {
  const [installation = ''] = partition.split('#', 1);
  return installation;
}

// The databases sort text by its UTF-8 bytes, `<` by UTF-16 units: one order for all three.
export function byId(a: Item, b: Item): number {
  return a.id < b.id ? -1 : 1;
}

export function byDue({ due: a = '' }: Item, { due: b = '' }: Item): number {
  return a < b ? -1 : Number(a > b);
}

export function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
