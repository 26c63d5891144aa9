import { randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An id as IAM gives it: `AROA` for roles, `AIDA` for users, `ASIA` for a session's key. */
export function uniqueId(prefix: string, length = 17): string {
  return prefix + [...randomBytes(length)].map((byte) => ALPHABET[byte % 32]).join('');
}

interface Principal {
  readonly arn: string;
  readonly id: string;
  readonly visibleAt: number;
}

/** The roles and users of all accounts of the world, which a trust policy may name. */
export class Principals {
  readonly #byArn = new Map<string, Principal>();
  readonly #byId = new Map<string, Principal>();

  /** One who lives keeps the id; one who was removed comes back as somebody else. */
  add(arn: string, visibleAt: number): string {
    const id = this.#byArn.get(arn)?.id ?? uniqueId(arn.includes(':user/') ? 'AIDA' : 'AROA');
    const principal = { arn, id, visibleAt };
    this.#byArn.set(arn, principal);
    this.#byId.set(id, principal);
    return id;
  }

  remove(arn: string): void {
    const principal = this.#byArn.get(arn);
    if (principal === undefined) return;
    this.#byArn.delete(arn);
    this.#byId.delete(principal.id);
  }

  has(arn: string): boolean {
    return this.#byArn.has(arn);
  }

  /** The id of a living principal, whether IAM sees it yet or not. */
  id(arn: string): string | undefined {
    return this.#byArn.get(arn)?.id;
  }

  /** The id that IAM saves for an ARN or an id; nothing when there is nobody it can see. */
  visibleId(arnOrId: string, now: number): string | undefined {
    const principal = this.#byArn.get(arnOrId) ?? this.#byId.get(arnOrId);
    return principal !== undefined && principal.visibleAt <= now ? principal.id : undefined;
  }

  /** The ARN that IAM shows for an id that it saved. */
  visibleArn(id: string, now: number): string | undefined {
    const principal = this.#byId.get(id);
    return principal !== undefined && principal.visibleAt <= now ? principal.arn : undefined;
  }
}
