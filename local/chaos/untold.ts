import type { RawDeployment } from '../astro/raw-deployment.ts';
import { type Due, dueOf, dueTo, type ModelDecision } from './model.ts';
import type { Piece } from './pieces.ts';
import type { ModelRules } from './rules.ts';

interface Untold {
  /** As Astro told it last. */
  readonly raw: RawDeployment;
  /** By installation, the rules that it had been decided by; absent where it was not quite decided. */
  readonly decidedBy: Map<string, ModelRules>;
}

/** Deployments whose identity Astro does not tell any more: what they reach stays as it was decided. */
export class UntoldIdentities {
  readonly #untold = new Map<string, Untold>();

  add(raw: RawDeployment, decidedBy: Map<string, ModelRules>): void {
    this.#untold.set(raw.id, { raw, decidedBy });
  }

  get(deploymentId: string): RawDeployment | undefined {
    return this.#untold.get(deploymentId)?.raw;
  }

  delete(deploymentId: string): void {
    this.#untold.delete(deploymentId);
  }

  all(): readonly RawDeployment[] {
    return [...this.#untold.values()].map(({ raw }) => raw);
  }

  /** Its record has lost what it decided. */
  forget(installation: string): void {
    for (const { decidedBy } of this.#untold.values()) decidedBy.delete(installation);
  }

  /** Undefined where nothing is untold; where it was not quite decided, all that is there may stay. */
  due(
    deploymentId: string,
    installation: string,
    decisions: ReadonlyMap<string, ModelDecision>,
    placed: () => readonly Piece[],
  ): Due | undefined {
    const untold = this.#untold.get(deploymentId);
    if (untold === undefined) return undefined;
    const rules = untold.decidedBy.get(installation);
    if (rules !== undefined) return dueTo(untold.raw, rules, decisions);
    return { ...dueOf([], placed()), unsure: true };
  }
}
