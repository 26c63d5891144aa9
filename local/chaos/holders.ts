import { type Piece, partsOf } from './pieces.ts';

/** Whose each identity and each role of its own is, whatever became of the Deployment. */
export class Holders {
  readonly #holders = new Map<string, string>();
  readonly #moved = new Set<string>();

  add(deploymentId: string, ...names: readonly string[]): void {
    for (const name of names) this.#holders.set(name, deploymentId);
  }

  /** From one installation to another, both of which may know of it for a while. */
  move(deploymentId: string): void {
    this.#moved.add(deploymentId);
  }

  hasMoved(one: Piece): boolean {
    return this.#moved.has(this.of(one) ?? '');
  }

  of(one: Piece): string | undefined {
    const { what, key } = partsOf(one);
    return this.#holders.get(what) ?? this.#holders.get(key.split('/').at(-1) ?? '');
  }
}
