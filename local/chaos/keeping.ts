import type { Due } from './model.ts';
import type { Piece } from './pieces.ts';

interface Given {
  readonly accessId: string;
  readonly deploymentId: string;
  /** When the rules were last seen to give it. */
  readonly at: number;
  /** A person has had it taken: it goes at once. */
  readonly revoked: boolean;
}

interface Stay {
  readonly deploymentId: string;
  readonly pieces: readonly Piece[];
}

/** Until when what no rule gives any more must stay: for `keep`, or because a person said so. */
export class Keeping {
  readonly #given = new Map<Piece, Map<string, Given>>();
  readonly #pieces = new Map<string, readonly Piece[]>();
  readonly #stays = new Map<string, Stay>();

  /** What is due at this moment to a Deployment, whether it was quite decided, and what is in. */
  observe(
    deploymentId: string,
    { accesses }: Due,
    isDecided: boolean,
    isIn: (one: Piece) => boolean,
    now: number,
  ): void {
    for (const { accessId, fate, pieces: asked } of accesses) {
      this.#stays.delete(accessId);
      // What waits for a word stays in the form in which it was given, and not in the one asked for.
      const pieces = fate === 'as-it-is' ? this.#formOf(accessId) : asked;
      // Given in another form now: what it was before goes at once.
      for (const old of this.#formOf(accessId)) {
        if (!pieces.includes(old)) this.#given.get(old)?.delete(accessId);
      }
      this.#pieces.set(accessId, pieces);
      const isWhole = pieces.every(isIn);
      for (const one of pieces) {
        const known = this.#given.get(one) ?? new Map<string, Given>();
        const before = known.get(accessId);
        // Until it is decided on, it may still end as it was decided before; and what was never
        // quite given ends as nothing.
        const at = isDecided && isWhole ? now : before?.at;
        if (at === undefined) continue;
        // What was being taken when somebody thought better of it is not given again by that.
        const revoked = fate === 'withdraw' || (before?.revoked === true && !isWhole);
        this.#given.set(one, known.set(accessId, { accessId, deploymentId, at, revoked }));
      }
    }
  }

  #formOf(accessId: string): readonly Piece[] {
    return this.#pieces.get(accessId) ?? [];
  }

  /** A person said of something that ends that it stays. */
  stay(accessId: string, stay: Stay): void {
    this.#stays.set(accessId, stay);
  }

  /** Somebody else took it out: what is only kept is not put back. */
  takenByHand(one: Piece): void {
    this.#given.delete(one);
  }

  /** Whatever some access may keep in place. */
  kept(): readonly Piece[] {
    return [...this.#given.keys()];
  }

  /** The accesses that should keep it in place for some while yet. */
  keeping(one: Piece, since: number): readonly Given[] {
    const given = [...(this.#given.get(one)?.values() ?? [])];
    return given.filter(({ at, revoked }) => !revoked && at > since);
  }

  /** The accesses of which a person said that it stays. */
  staying(one: Piece): readonly { readonly accessId: string; readonly deploymentId: string }[] {
    return [...this.#stays]
      .filter(([, { pieces }]) => pieces.includes(one))
      .map(([accessId, { deploymentId }]) => ({ accessId, deploymentId }));
  }

  /** The record lost something: nobody can know any more what was. */
  forget(): void {
    this.#given.clear();
    this.#pieces.clear();
    this.#stays.clear();
  }
}
