import type { Worker, Workers } from './workers.ts';

interface Known {
  readonly signature: string;
  readonly tick: number;
}

/** What the product has had a chance to learn, and since when. */
export class Knowledge {
  readonly #workers: Workers;
  /** By installation and Deployment: what was due to it when it was last decided on, and when that was. */
  readonly #known = new Map<string, Known>();
  /** When each record last lost something. */
  readonly #lost = new Map<string, number>();

  constructor(workers: Workers) {
    this.#workers = workers;
  }

  /** Undefined where the product was interrupted, and may know anything. */
  learn(installation: string, deploymentId: string, signature: string | undefined): void {
    const key = `${installation} ${deploymentId}`;
    if (signature === undefined) this.#known.delete(key);
    else this.#known.set(key, { signature, tick: this.#workers.tick });
  }

  /** An old record may give again what was wanted then, until the next decision. */
  lose(installation: string): void {
    this.#lost.set(installation, this.#workers.tick);
  }

  has(installation: string, deploymentId: string, signature: string): boolean {
    return this.#known.get(`${installation} ${deploymentId}`)?.signature === signature;
  }

  /** Whether what is due now was decided on before the worker began. */
  knew({ began }: Worker, installation: string, deploymentId: string, signature: string): boolean {
    const known = this.#known.get(`${installation} ${deploymentId}`);
    return known !== undefined && known.signature === signature && known.tick <= began;
  }

  /** Whether the record has lost something since that was decided on. */
  hasForgotten(installation: string, deploymentId: string): boolean {
    const { tick = 0 } = this.#known.get(`${installation} ${deploymentId}`) ?? {};
    return tick <= (this.#lost.get(installation) ?? -1);
  }
}
