import { createHash } from 'node:crypto';

/** One service account; another one created later under the same address is another one. */
export interface Account {
  readonly email: string;
  readonly uid: string;
  /** Milliseconds since 1970: until then no policy can name it. */
  readonly visibleAt: number;
  /** In a project that is not ours, as a Deployment's workload identity is. */
  readonly foreign: boolean;
}

export interface AccountOptions {
  /** Milliseconds until policies can name it. */
  readonly visibleAfter?: number;
  readonly foreign?: boolean;
}

/** Every service account that Google knows of, in whosever project. */
export class Accounts {
  readonly #now: () => Date;
  readonly #live = new Map<string, Account>();
  readonly #watchers: ((uid: string) => void)[] = [];
  #created = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  create(email: string, options: AccountOptions = {}): Account {
    this.#created += 1;
    const digits = createHash('sha256').update(`${email}#${this.#created}`).digest();
    const uid = `1${(digits.readBigUInt64BE() % 10n ** 20n).toString().padStart(20, '0')}`;
    const visibleAt = this.#now().getTime() + (options.visibleAfter ?? 0);
    const account = { email, uid, visibleAt, foreign: options.foreign ?? false };
    this.#live.set(email, account);
    return account;
  }

  delete(email: string): void {
    const account = this.#live.get(email);
    this.#live.delete(email);
    if (account !== undefined) for (const watch of this.#watchers) watch(account.uid);
  }

  /** By address or unique id. */
  find(name: string): Account | undefined {
    return this.#live.get(name) ?? this.all().find(({ uid }) => uid === name);
  }

  all(): readonly Account[] {
    return [...this.#live.values()];
  }

  isLive(email: string, uid: string): boolean {
    return this.#live.get(email)?.uid === uid;
  }

  /** Whether a policy can name it now. */
  visible(email: string): Account | undefined {
    const account = this.#live.get(email);
    return account && account.visibleAt <= this.#now().getTime() ? account : undefined;
  }

  /** Told whenever a service account is deleted. */
  watch(watcher: (uid: string) => void): void {
    this.#watchers.push(watcher);
  }
}
