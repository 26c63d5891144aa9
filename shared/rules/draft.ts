import type { Finding } from './problem.ts';
import type { RulesFile } from './schema.ts';

/** Any part may be missing: it was never there, or it was wrong. */
export type Draft<Part> = Part extends readonly (infer Item)[]
  ? readonly (Draft<Item> | undefined)[]
  : Part extends object
    ? { readonly [Key in keyof Part]?: Draft<Part[Key]> | undefined }
    : Part;

export type RulesDraft = Draft<RulesFile>;
export type TargetDraft = Draft<RulesFile['targets'][string]>;
export type RuleDraft = Draft<RulesFile['rules'][number]>;

/**
 * The file without what is wrong in it, so that what remains can be checked at the same time.
 * The key of what is wrong stays, with `undefined`.
 */
export function draftOf(value: unknown, findings: readonly Finding[]): RulesDraft {
  const draft = structuredClone(value);
  for (const { path } of findings) {
    if (path.length === 0) return {};
    blank(draft, path);
  }
  // The schema has judged the value, and all that it found wrong is blank.
  return draft as RulesDraft;
}

function blank(part: unknown, [first, ...rest]: Finding['path']): void {
  if (part === null || typeof part !== 'object' || first === undefined) return;
  if (!Object.hasOwn(part, first)) return;
  if (rest.length === 0) Reflect.set(part, first, undefined);
  else blank(Reflect.get(part, first), rest);
}

/** The parts that are there, with their names. */
export function parts<Item>(
  map: { readonly [name: string]: Item | undefined } | undefined,
): readonly (readonly [string, Item])[] {
  return Object.entries(map ?? {}).flatMap(([name, item]) =>
    item === undefined ? [] : [[name, item] as const],
  );
}

/** The items that are there, with their places in the list. */
export function items<Item>(
  list: readonly (Item | undefined)[] | undefined,
): readonly (readonly [number, Item])[] {
  return (list ?? []).flatMap((item, index) =>
    item === undefined ? [] : [[index, item] as const],
  );
}

/** Where in the list something stands that stood there before. */
export function twice(list: readonly (string | undefined)[] | undefined): readonly number[] {
  return items(list)
    .filter(([index, item]) => list?.indexOf(item) !== index)
    .map(([index]) => index);
}
