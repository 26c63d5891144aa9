/** Small letters, digits and single hyphens: what is left of a name that somebody else chose. */
export function slug(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}

/** At most so long, and not with a hyphen at the end. */
export function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[-.]+$/, '');
}

/**
 * A name for each: the first choice of all on which no two agree, so that no name depends on the
 * order; the last choice is taken as it is.
 */
export function distinctNames<Item>(
  items: readonly Item[],
  choices: readonly ((item: Item) => string)[],
): ReadonlyMap<Item, string> {
  const names = new Map<Item, string>();
  let left = items;
  for (const [place, choice] of choices.entries()) {
    const agreeing = Map.groupBy(left, choice);
    const taken = new Set(names.values());
    const isLast = place === choices.length - 1;
    const clear = [...agreeing].filter(
      ([name, those]) => isLast || (those.length === 1 && !taken.has(name)),
    );
    for (const [name, those] of clear) for (const item of those) names.set(item, name);
    left = left.filter((item) => !names.has(item));
  }
  return names;
}
