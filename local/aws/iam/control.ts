import type { TrustPolicy } from '../../../shared/policy/trust-policy.ts';
import { Denials } from './denials.ts';
import { trusts } from './evaluate.ts';
import type { Quotas } from './quotas.ts';
import { type Role, readRoleArn } from './role.ts';
import { shownTrust } from './saved-trust.ts';
import { orphanId, type RoleSeed, seedRole, seedTrust } from './seed.ts';
import type { IamState } from './state.ts';

/** A role as tests look at it. */
export interface SeenRole extends Omit<Role, 'trust'> {
  /** As GetRole would show it, decoded. */
  readonly trust: TrustPolicy;
}

/** What tests and the local start do to IAM from behind, where no call is counted. */
export class IamControl {
  readonly denials = new Denials();
  readonly #iam: IamState;
  readonly #account: string;

  constructor(iam: IamState, account: string) {
    this.#iam = iam;
    this.#account = account;
  }

  /** A role or user of any account; answers its unique id. */
  addPrincipal(arn: string, options: { readonly visibleAfter?: number } = {}): string {
    return this.#iam.principals.add(arn, this.#iam.now() + (options.visibleAfter ?? 0));
  }

  /** From now on policies show its bare id, and one added again under the ARN is another. */
  removePrincipal(arn: string): void {
    this.#iam.principals.remove(arn);
  }

  principalId(arn: string): string | undefined {
    return this.#iam.principals.id(arn);
  }

  /** The id of somebody long deleted. */
  orphanId(): string {
    return orphanId();
  }

  createRole(seed: RoleSeed): SeenRole {
    return this.#show(seedRole(this.#iam, seed));
  }

  deleteRole(arn: string): void {
    this.#iam.remove(this.#find(arn));
  }

  /** Somebody else's edit by hand: read at once by all, and refused nothing. */
  writeTrustPolicy(arn: string, trust: TrustPolicy): void {
    this.changeRole(arn, { trust: seedTrust(this.#iam, trust) });
  }

  changeRole(arn: string, change: Partial<Role>): void {
    this.#iam.putForAll({ ...this.#find(arn), ...change });
  }

  readTrustPolicy(arn: string): TrustPolicy {
    return this.#show(this.#find(arn)).trust;
  }

  /** All accounts' roles, as they are and not as a lagging reader sees them. */
  roles(): readonly SeenRole[] {
    return this.#iam.roles.all().map((role) => this.#show(role));
  }

  /** A customer managed policy, by its ARN. */
  addPolicy(arn: string): void {
    this.#iam.policies.add(arn);
  }

  setQuota(quotas: Partial<Quotas>, account = this.#account): void {
    this.#iam.setQuotas(account, quotas);
  }

  /** From now on a write is seen this many milliseconds later; whoever writes sees it at once. */
  staleReads(milliseconds: number): void {
    this.#iam.roles.settle();
    this.#iam.staleFor = milliseconds;
  }

  /** The caller has no permission for `iam:GetRole` and so on, on one role or on any. */
  deny(operation: string, role?: string): void {
    const name = role?.startsWith('arn:') ? readRoleArn(role).name : role;
    this.denials.add(operation, name);
  }

  allowAll(): void {
    this.denials.clear();
  }

  /** Whether the trust policy lets this principal in: IAM's own decision, not a look at a list. */
  canAssume(roleArn: string, principalArn: string, externalId?: string): boolean {
    const principalId = this.#iam.principals.id(principalArn);
    return trusts(this.#find(roleArn).trust, { principal: principalArn, principalId, externalId });
  }

  #find(arn: string): Role {
    const { account, name } = readRoleArn(arn);
    const role = this.#iam.roles.current(account, name);
    if (role?.arn !== arn) throw new Error(`the emulator has no role ${arn}`);
    return role;
  }

  #show(role: Role): SeenRole {
    return { ...role, trust: shownTrust(role.trust, this.#iam.principals, this.#iam.now()) };
  }
}
