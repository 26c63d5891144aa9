import type { Draft, Key, Store } from '../../../shared/record/store.ts';

let partitions = 0;
/** Another one each time, so that tests do not meet. */
export const partition = (rest = 'test') => {
  partitions += 1;
  return `contract#${rest}#${partitions}`;
};
export const draft = (key: Key, more: Partial<Draft> = {}): Draft => ({
  ...key,
  body: {},
  ...more,
});
export const keys = (of: string, count: number): readonly Key[] =>
  Array.from({ length: count }, (_, index) => ({
    partition: of,
    id: String(index).padStart(4, '0'),
  }));
export const fill = (store: Store, all: readonly Key[], body: Draft['body'] = {}) =>
  Promise.all(all.map((key) => store.put(draft(key, { body }), 0)));
export const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);
