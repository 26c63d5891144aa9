const MINUTE = 60_000;
/** From two complete lists so far apart, the last of them so recent, it may be concluded that one is gone. */
const APART = 5 * MINUTE;
const RECENT = 15 * MINUTE;

/** How Astro does not tell of a Deployment that exists: by its id, and in its lists. */
export const BLINDNESS = ['unknown by its id', 'cut out of lists', 'left out of lists'] as const;
export type Blindness = (typeof BLINDNESS)[number];

interface Absent {
  readonly since: number;
  readonly last: number;
}

interface Page {
  readonly deployments: readonly { readonly id?: string }[];
  readonly totalCount: number;
}

/**
 * Deployments that Astro does not tell of for a while, as for a token that sees too little. Each
 * answer may be wrong, but never all that the product goes by: then nobody could know better.
 */
export class Blindnesses {
  readonly #blind = new Set<string>();
  readonly #hidden = new Map<string, { readonly how: Blindness; readonly until: number }>();
  /** By installation and Deployment: since when complete lists have not had it. */
  readonly #absent = new Map<string, Absent>();

  hide(deploymentId: string, how: Blindness, until: number): void {
    this.#hidden.set(deploymentId, { how, until });
  }

  clear(): void {
    this.#hidden.clear();
  }

  /** From now on this installation is told of nobody. */
  blind(installation: string): void {
    this.#blind.add(installation);
  }

  see(installation: string): void {
    this.#blind.delete(installation);
  }

  /** Whether Astro says to this installation that there is none of this id. */
  isDenied(installation: string, deploymentId: string, now: number): boolean {
    if (this.#blind.has(installation)) return true;
    if (this.#how(deploymentId, now) === undefined) return false;
    const absent = this.#absent.get(`${installation} ${deploymentId}`);
    if (absent === undefined) return true;
    return absent.last - absent.since < APART || absent.last < now - RECENT;
  }

  /** The first page of a list as Astro shows it; noted as whoever reads it takes it. */
  shown(installation: string, { deployments, ...page }: Page, all: readonly string[], now: number) {
    if (this.#blind.has(installation)) {
      this.#note(installation, new Set(), 0, all, now);
      return { ...page, deployments: [], totalCount: 0 };
    }
    const rows = deployments.filter(({ id = '' }) => {
      const how = this.#how(id, now);
      return how === undefined || how === 'unknown by its id';
    });
    const left = deployments.filter(({ id = '' }) => {
      return this.#how(id, now) === 'left out of lists';
    }).length;
    const totalCount = page.totalCount - left;
    this.#note(installation, new Set(rows.map(({ id }) => id)), totalCount, all, now);
    return { ...page, deployments: rows, totalCount };
  }

  #how(deploymentId: string, now: number): Blindness | undefined {
    const { how, until = 0 } = this.#hidden.get(deploymentId) ?? {};
    return now < until ? how : undefined;
  }

  #note(
    installation: string,
    told: ReadonlySet<string | undefined>,
    total: number,
    all: readonly string[],
    now: number,
  ): void {
    for (const id of all) {
      const key = `${installation} ${id}`;
      const before = this.#absent.get(key);
      if (told.has(id)) {
        if (told.size === all.length && total === all.length) this.#absent.delete(key);
      } else if (total < all.length) {
        const unbroken = before !== undefined && before.last >= now - RECENT;
        this.#absent.set(key, { since: unbroken ? before.since : now, last: now });
      }
    }
  }
}
