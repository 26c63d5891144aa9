import type { TrustPolicy } from '../../../shared/policy/trust-policy.ts';
import { AwsError } from '../aws-error.ts';
import type { Caller } from '../caller.ts';
import type { EmulatorClock } from '../clock.ts';
import { Principals } from './principals.ts';
import { DEFAULT_QUOTAS, type Quotas } from './quotas.ts';
import type { Role } from './role.ts';
import { RoleTable } from './role-table.ts';
import { savedTrust } from './saved-trust.ts';
import { parseTrustDocument } from './trust-document.ts';

/** IAM as all accounts of one partition see it. */
export class IamState {
  readonly principals = new Principals();
  readonly roles = new RoleTable();
  /** Customer managed policies; those of AWS itself always exist. */
  readonly policies = new Set<string>();
  /** How long after a write the readers still see what was before, in milliseconds. */
  staleFor = 0;
  readonly partition: string;
  readonly #clock: EmulatorClock;
  readonly #quotas = new Map<string, Quotas>();

  constructor(partition: string, clock: EmulatorClock) {
    this.partition = partition;
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now().getTime();
  }

  quotas(account: string): Quotas {
    return this.#quotas.get(account) ?? DEFAULT_QUOTAS;
  }

  setQuotas(account: string, quotas: Partial<Quotas>): void {
    this.#quotas.set(account, { ...this.quotas(account), ...quotas });
  }

  /** What a reader sees, who may lag behind. */
  read({ account }: Caller, name: string): Role {
    return found(this.roles.asOf(account, name, this.now() - this.staleFor), name);
  }

  /** All that a reader sees of an account. */
  seen(account: string): readonly Role[] {
    return this.roles.allAsOf(account, this.now() - this.staleFor);
  }

  /** What a writer changes: the truth. */
  current({ account }: Caller, name: string): Role {
    const role = found(this.roles.current(account, name), name);
    if (!role.path.startsWith('/aws-service-role/')) return role;
    const message = `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`;
    throw new AwsError(400, 'UnmodifiableEntity', message);
  }

  put(role: Role): void {
    this.roles.put(role, this.now(), this.now() - this.staleFor);
  }

  /** A write that every reader sees at once. */
  putForAll(role: Role): void {
    this.roles.put(role, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  }

  remove(role: Role): void {
    this.roles.remove(role, this.now(), this.now() - this.staleFor);
    this.principals.remove(role.arn);
  }

  /** The document as it would be kept, or IAM's refusal of it. */
  takeTrust(account: string, document: string): TrustPolicy {
    const trust = savedTrust(parseTrustDocument(document), {
      partition: this.partition,
      visibleId: (name) => this.principals.visibleId(name, this.now()),
    });
    const { trustPolicySize } = this.quotas(account);
    if (document.replace(/\s/g, '').length > trustPolicySize) {
      throw exceeded('ACLSizePerRole', trustPolicySize);
    }
    return trust;
  }

  hasPolicy(account: string, arn: string): boolean {
    if (arn.startsWith(`arn:${this.partition}:iam::aws:policy/`)) return true;
    return arn.split(':')[4] === account && this.policies.has(arn);
  }
}

export function exceeded(quota: string, limit: number): AwsError {
  return new AwsError(409, 'LimitExceeded', `Cannot exceed quota for ${quota}: ${limit}`);
}

function found(role: Role | undefined, name: string): Role {
  if (role !== undefined) return role;
  throw new AwsError(404, 'NoSuchEntity', `The role with name ${name} cannot be found.`);
}
