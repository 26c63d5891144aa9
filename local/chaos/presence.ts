import type { Piece } from './pieces.ts';

/** Who of those that are wanted was ever in, and who was then taken out by hand. */
export class Presence {
  readonly #was = new Set<Piece>();
  readonly #takenByHand = new Set<Piece>();

  takenByHand(one: Piece): void {
    this.#takenByHand.add(one);
  }

  /** By the product, which is judged when it does so. */
  taken(one: Piece): void {
    this.#was.delete(one);
  }

  /** Those that are out after having been in, though nobody took them out by hand. */
  missing(due: ReadonlySet<Piece>, isIn: (one: Piece) => boolean): readonly Piece[] {
    for (const known of [this.#was, this.#takenByHand]) {
      for (const one of known) if (!due.has(one)) known.delete(one);
    }
    return [...due].filter((one) => this.#isMissing(one, isIn));
  }

  #isMissing(one: Piece, isIn: (one: Piece) => boolean): boolean {
    if (!isIn(one)) return !this.#takenByHand.has(one) && this.#was.delete(one);
    this.#was.add(one);
    this.#takenByHand.delete(one);
    return false;
  }
}
