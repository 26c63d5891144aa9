import type { Role } from './role.ts';

interface Version {
  readonly since: number;
  readonly role: Role | undefined;
}

/** The roles of all accounts, now and as they were a while ago: IAM's readers may lag behind. */
export class RoleTable {
  readonly #versions = new Map<string, Version[]>();

  current(account: string, name: string): Role | undefined {
    return this.#versions.get(key(account, name))?.at(-1)?.role;
  }

  asOf(account: string, name: string, moment: number): Role | undefined {
    return this.#versions.get(key(account, name))?.findLast(({ since }) => since <= moment)?.role;
  }

  /** Names are taken without regard to case, as IAM does. */
  taken(account: string, name: string): boolean {
    const wanted = name.toLowerCase();
    return this.all(account).some((role) => role.name.toLowerCase() === wanted);
  }

  all(account?: string): readonly Role[] {
    return this.allAsOf(account, Number.POSITIVE_INFINITY);
  }

  allAsOf(account: string | undefined, moment: number): readonly Role[] {
    return [...this.#versions.values()]
      .map((versions) => versions.findLast(({ since }) => since <= moment)?.role)
      .filter((role) => role !== undefined)
      .filter((role) => account === undefined || role.account === account);
  }

  /** Forgets what was before: all readers see what is now. */
  settle(): void {
    for (const role of this.all()) {
      this.#versions.set(key(role.account, role.name), [{ since: Number.NEGATIVE_INFINITY, role }]);
    }
  }

  /** `keepSince`: what was current then is still readable, what is older is forgotten. */
  put(role: Role, since: number, keepSince: number): void {
    this.#add(role.account, role.name, { since, role }, keepSince);
  }

  remove({ account, name }: Role, since: number, keepSince: number): void {
    this.#add(account, name, { since, role: undefined }, keepSince);
  }

  #add(account: string, name: string, version: Version, keepSince: number): void {
    const versions = [...(this.#versions.get(key(account, name)) ?? []), version];
    const oldest = versions.findLastIndex(({ since }) => since <= keepSince);
    this.#versions.set(key(account, name), versions.slice(Math.max(0, oldest)));
  }
}

function key(account: string, name: string): string {
  return `${account}/${name}`;
}
