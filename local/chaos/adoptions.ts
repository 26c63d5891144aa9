import type { Installation } from './installation.ts';
import type { Members } from './members.ts';
import type { Due } from './model.ts';
import { type Piece, partsOf } from './pieces.ts';

const NOBODY: ReadonlySet<Piece> = new Set();

/** What targets with `adopt: true` give: where somebody gave it by hand before, it may have become ours. */
export class Adoptions {
  readonly #pieces = new Map<string, Set<Piece>>();

  observe({ id, rules }: Installation, { accesses }: Due, members: Members): void {
    const { adopting } = rules();
    if (adopting.length === 0) return;
    for (const { target, fate, pieces } of accesses) {
      if (fate !== 'grant' || !adopting.includes(target)) continue;
      for (const one of pieces) {
        const place = `${id} ${partsOf(one).key}`;
        const known = this.#pieces.get(place) ?? new Set<Piece>();
        // Another installation's is not given by hand.
        if (members.owner(one) === undefined) this.#pieces.set(place, known.add(one));
      }
    }
  }

  /** On one target, by one installation. */
  on(installation: string, key: string): ReadonlySet<Piece> {
    return this.#pieces.get(`${installation} ${key}`) ?? NOBODY;
  }
}
