import type { AccessEntry } from '../../../shared/policy/dataset-access.ts';
import type { Accounts } from '../iam/accounts.ts';
import { absent } from '../refusal.ts';
import { type Dataset, KeptDataset } from './kept-dataset.ts';

interface Place {
  readonly dataset: KeptDataset;
  /** Permissions that our caller lacks here, such as `bigquery.datasets.update`. */
  readonly missing: Set<string>;
  /** Milliseconds that must lie between two writes. */
  interval: number;
  writtenAt: number;
}

/** Every BigQuery dataset, by `<project>:<dataset>` as BigQuery names it, and what a test can do to it. */
export class Datasets {
  readonly #accounts: Accounts;
  readonly #places = new Map<string, Place>();

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  create(name: string, body: Dataset = {}): void {
    const dataset = new KeptDataset(name, this.#accounts);
    dataset.replace(body);
    const writtenAt = Number.NEGATIVE_INFINITY;
    this.#places.set(name, { dataset, missing: new Set(), interval: 0, writtenAt });
  }

  delete(name: string): void {
    this.#places.delete(name);
  }

  inProject(project: string): readonly string[] {
    const own = [...this.#places.keys()].filter((name) => name.startsWith(`${project}:`));
    return own.toSorted();
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  /** As it is, conditions included. */
  dataset(name: string): Dataset {
    return this.#known(name).dataset.read(3);
  }

  access(name: string): readonly AccessEntry[] {
    return this.dataset(name).access ?? [];
  }

  /** As somebody else changes it; service accounts that it names exist from then on. */
  change(name: string, body: Dataset): void {
    this.#known(name).dataset.replace(body);
  }

  /** Domain-restricted sharing: only members that pass can be added. */
  restrictSharing(name: string, permitted: ((member: string) => boolean) | undefined): void {
    this.#known(name).dataset.permitted = permitted;
  }

  /** Our caller lacks these permissions on it; none, where none are named. */
  forbid(name: string, ...permissions: readonly string[]): void {
    const { missing } = this.#known(name);
    missing.clear();
    for (const permission of permissions) missing.add(permission);
  }

  /** Writes nearer to each other than this are refused. */
  limitRate(name: string, milliseconds: number): void {
    this.#known(name).interval = milliseconds;
  }

  lacks(name: string, permission: string): boolean {
    return this.#known(name).missing.has(permission);
  }

  reach(name: string): KeptDataset {
    return this.#known(name).dataset;
  }

  /** Whether a write now comes too soon; if not, it is one. */
  tooSoon(name: string, now: Date): boolean {
    const place = this.#known(name);
    if (now.getTime() - place.writtenAt < place.interval) return true;
    place.writtenAt = now.getTime();
    return false;
  }

  holds(name: string, member: string, role: string): boolean {
    return this.#places.get(name)?.dataset.holds(member, role) ?? false;
  }

  #known(name: string): Place {
    const place = this.#places.get(name);
    if (place === undefined) throw absent(`There is no dataset ${name} here.`);
    return place;
  }
}
