import type { Json } from '../runtime/json.ts';

export interface Key {
  /** What is read together: `deployment`, `target#<key>`, ... */
  readonly partition: string;
  readonly id: string;
}

/** One item of the record; `body` is its writer's. */
export interface Item extends Key {
  /** Counts the writes of this item: 1 for the first. */
  readonly version: number;
  /** ISO 8601: when `sweep` should send it again. Absent: settled. */
  readonly due?: string;
  readonly body: { readonly [key: string]: Json | undefined };
}

export type Draft = Omit<Item, 'version'>;

/**
 * Where the record is kept: the port that DynamoDB, Firestore and memory keep.
 *
 * `get` and `list` are strongly consistent: they see every write that was acknowledged before.
 * `due` is a hint, and may lag.
 */
export interface Store {
  /** Those that exist, in the order asked for. Any number of keys. */
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
  /** Items due at `now` or before, the longest overdue first. */
  due(now: Date, limit: number): Promise<readonly Item[]>;
}
