import { absent, denied } from '../refusal.ts';
import type { Accounts } from './accounts.ts';
import type { Policy } from './bindings.ts';
import type { Flavour } from './flavours.ts';
import { KeptPolicy } from './kept-policy.ts';

export type PolicyCall = 'get' | 'getIamPolicy' | 'setIamPolicy';

interface Resource {
  readonly policy: KeptPolicy;
  readonly forbidden: Set<PolicyCall>;
  /** Milliseconds that must lie between two writes. */
  interval: number;
  writtenAt: number;
}

/** Resources of one kind with their allow policies, and what a test can do to them. */
export class PolicyResources {
  protected readonly accounts: Accounts;
  readonly #kind: string;
  readonly #flavour: Flavour;
  readonly #resources = new Map<string, Resource>();

  constructor(kind: string, accounts: Accounts, flavour: Flavour) {
    this.#kind = kind;
    this.accounts = accounts;
    this.#flavour = flavour;
  }

  protected add(name: string, policy?: Policy): void {
    const kept = new KeptPolicy(`${this.#kind}/${name}`, this.accounts, this.#flavour);
    if (policy !== undefined) kept.replace(policy);
    this.#resources.set(name, {
      policy: kept,
      forbidden: new Set(),
      interval: 0,
      writtenAt: Number.NEGATIVE_INFINITY,
    });
  }

  protected remove(name: string): void {
    this.#resources.delete(name);
  }

  names(): readonly string[] {
    return [...this.#resources.keys()];
  }

  has(name: string): boolean {
    return this.#resources.has(name);
  }

  /** The policy as it is, conditions included. */
  policy(name: string): Policy {
    return this.#known(name).policy.read(3);
  }

  /** As somebody else writes it; service accounts that it names exist from then on. */
  setPolicy(name: string, policy: Policy): void {
    this.#known(name).policy.replace(policy);
  }

  /** Our caller may change the grants of these roles only; of all, where undefined. */
  limitRoles(name: string, roles: readonly string[] | undefined): void {
    this.#known(name).policy.allowedRoles = roles;
  }

  /** Domain-restricted sharing: only members that pass can be added. */
  restrictSharing(name: string, permitted: ((member: string) => boolean) | undefined): void {
    this.#known(name).policy.permitted = permitted;
  }

  /** Our caller gets 403 for these calls; for none, where none are named. */
  forbid(name: string, ...calls: readonly PolicyCall[]): void {
    const { forbidden } = this.#known(name);
    forbidden.clear();
    for (const call of calls) forbidden.add(call);
  }

  forbids(name: string, call: PolicyCall): boolean {
    return this.#known(name).forbidden.has(call);
  }

  /** Writes nearer to each other than this get 429. */
  limitRate(name: string, milliseconds: number): void {
    this.#known(name).interval = milliseconds;
  }

  /** The policy for a caller that makes this call. */
  reach(name: string, call: PolicyCall, message: string): KeptPolicy {
    const { policy, forbidden } = this.#known(name);
    if (forbidden.has(call)) throw denied(message);
    return policy;
  }

  /** Whether a write now comes too soon; if not, it is one. */
  tooSoon(name: string, now: Date): boolean {
    const resource = this.#known(name);
    if (now.getTime() - resource.writtenAt < resource.interval) return true;
    resource.writtenAt = now.getTime();
    return false;
  }

  holds(name: string, member: string, role: string): boolean {
    return this.#resources.get(name)?.policy.holds(member, role) ?? false;
  }

  #known(name: string): Resource {
    const resource = this.#resources.get(name);
    if (resource === undefined) throw absent(`There is no ${this.#kind}/${name} here.`);
    return resource;
  }
}
