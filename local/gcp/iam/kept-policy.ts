import type { Accounts } from './accounts.ts';
import {
  type AuditConfig,
  addedMembers,
  changedRoles,
  type Held,
  type Policy,
  readBindings,
  showBinding,
} from './bindings.ts';
import {
  checkLimit,
  checkRoles,
  checkSize,
  checkVersionFits,
  checkVersionIsOne,
} from './checks.ts';
import type { Flavour } from './flavours.ts';
import { admit, checkConsistent } from './members.ts';

// What Google answers for a policy that nobody has ever set.
const PRISTINE = 'ACAB';

/** One resource's allow policy, with what Google does to those who read and write it. */
export class KeptPolicy {
  readonly #resource: string;
  readonly #accounts: Accounts;
  readonly #flavour: Flavour;
  #bindings: readonly Held[] = [];
  #auditConfigs: readonly AuditConfig[] = [];
  #revision = 0;
  /** Where set, the caller may change the grants of these roles only. */
  allowedRoles: readonly string[] | undefined;
  /** Where set, says which members the organization permits. */
  permitted: ((member: string) => boolean) | undefined;

  constructor(resource: string, accounts: Accounts, flavour: Flavour) {
    this.#resource = resource;
    this.#accounts = accounts;
    this.#flavour = flavour;
    accounts.watch((uid) => this.#bury(uid));
  }

  get #etag(): string {
    return this.#revision === 0 ? PRISTINE : this.#flavour.etag(this.#resource, this.#revision);
  }

  read(requested = 0): Policy {
    checkVersionIsOne(requested);
    const bindings = this.#bindings.map((held) => showBinding(held, this.#accounts, requested));
    if (this.#revision === 0) return { etag: this.#etag };
    const version = bindings.some(({ condition }) => condition) ? 3 : 1;
    const policy = { version, etag: this.#etag, bindings };
    return this.#auditConfigs.length > 0 ? { ...policy, auditConfigs: this.#auditConfigs } : policy;
  }

  /** As a caller writes it. Members are looked at before the etag, as Google does. */
  write(policy: Policy, updateMask = 'bindings,etag'): Policy {
    const { etag, version = 0 } = policy;
    checkVersionIsOne(version);
    const sent = this.#sentBindings(policy);
    const bindings = readBindings(sent, this.#accounts);
    checkConsistent(sent.flatMap(({ members }) => members ?? []));
    if (etag && etag !== this.#etag) throw this.#flavour.stale(etag, this.#etag);
    if (etag) checkVersionFits(version, this.#bindings, sent);
    checkRoles(sent, this.#flavour.everybody);
    checkLimit(changedRoles(this.#bindings, bindings), this.allowedRoles);
    this.#checkPermitted(bindings);
    const named = updateMask.split(',').map((path) => path.trim());
    const audits = named.includes('auditConfigs') ? (policy.auditConfigs ?? []) : undefined;
    checkSize(bindings, audits ?? this.#auditConfigs);
    return this.#keep(named.includes('bindings') ? bindings : this.#bindings, audits);
  }

  /** As somebody else writes it, whom nothing holds back. */
  replace(policy: Policy): Policy {
    admit(
      (policy.bindings ?? []).flatMap(({ members = [] }) => members),
      this.#accounts,
    );
    return this.#keep(readBindings(policy.bindings ?? [], this.#accounts), policy.auditConfigs);
  }

  /** Whether the member that lives now under this name has the role without a condition. */
  holds(member: string, role: string): boolean {
    const bound = this.#bindings.find((held) => held.role === role && !held.condition);
    if (bound === undefined) return false;
    return showBinding(bound, this.#accounts, 3).members?.includes(member) === true;
  }

  // Without an etag Google overwrites blindly, and below version 3 there are no conditions.
  #sentBindings({ bindings = [], etag, version = 0 }: Policy) {
    if (etag || version >= 3) return bindings;
    return bindings.map(({ role, members = [] }) => ({ role, members }));
  }

  #checkPermitted(bindings: readonly Held[]): void {
    const added = addedMembers(this.#bindings, bindings, this.#accounts);
    if (added.some((member) => this.permitted?.(member) === false)) throw this.#flavour.outsider();
  }

  #keep(bindings: readonly Held[], auditConfigs = this.#auditConfigs): Policy {
    this.#bindings = bindings;
    this.#auditConfigs = auditConfigs;
    this.#revision += 1;
    return this.read(3);
  }

  // A deleted member shows as such from now on: another policy, another etag.
  #bury(uid: string): void {
    const holders = this.#bindings.flatMap((held) => held.holders);
    if (holders.some((one) => one.kind === 'account' && one.uid === uid)) this.#revision += 1;
  }
}
