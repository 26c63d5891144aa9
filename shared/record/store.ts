import type { Json } from '../runtime/json.ts';

export interface Key {
  /** What is read together: the installation, `#`, and the rest. At most 1,500 bytes. */
  readonly partition: string;
  /** At most 1,024 bytes. */
  readonly id: string;
}

/** One item of the record; `body` is its writer's. */
export interface Item extends Key {
  /** Counts the writes of this item: 1 for the first. */
  readonly version: number;
  /** As `toISOString` writes it: when `sweep` should send it again. Absent: settled. */
  readonly due?: string;
  readonly body: { readonly [key: string]: Json | undefined };
}

export type Draft = Omit<Item, 'version'>;

/**
 * Where the record is kept: the port that DynamoDB, Firestore and memory keep.
 *
 * `get` and `list` are strongly consistent: they see every write that was acknowledged before.
 * `due` is a hint, and may lag. An item that is removed and made again starts at version 1, so
 * who removes items must be their only writer, or remove only what is long at rest.
 */
export interface Store {
  /** Those that exist, in the order asked for, each once. Any number of keys. */
  get(keys: readonly Key[]): Promise<readonly Item[]>;
  /** All items of a partition, by id, however many. */
  list(partition: string): Promise<readonly Item[]>;
  /**
   * Writes the whole item if its version is still `expected` (0: it does not exist), and
   * answers it with its new version. Throws `VersionConflictError` otherwise.
   */
  put(draft: Draft, expected: number): Promise<Item>;
  /** Removes the item if its version is still `expected`; throws `VersionConflictError` otherwise. */
  remove(key: Key, expected: number): Promise<void>;
  /** Of one installation, items due at `now` or before, the longest overdue first. */
  due(installation: string, now: Date, limit: number): Promise<readonly Item[]>;
}
