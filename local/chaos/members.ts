import type { Policy } from '../gcp/iam/bindings.ts';
import type { Change } from './ledger.ts';
import { type Piece, piece } from './pieces.ts';
import type { Worker } from './workers.ts';

/** Whose each member of an allow policy is: nothing in the policy itself tells. */
export class Members {
  readonly #owners = new Map<Piece, string>();

  ownedBy(installation: string): readonly Piece[] {
    return [...this.#owners].filter(([, owner]) => owner === installation).map(([one]) => one);
  }

  owner(one: Piece): string | undefined {
    return this.#owners.get(one);
  }

  give(one: Piece, installation: string): void {
    this.#owners.set(one, installation);
  }

  /** From now on it counts as somebody else's. */
  forget(one: Piece): void {
    this.#owners.delete(one);
  }

  /** Takes a write into account; everything that is not the writer's must be as it was, in order. */
  change(
    { installation }: Worker,
    key: string,
    before: Policy,
    after: Policy,
    mayTake: (one: Piece) => boolean,
  ): Change {
    const [had, has] = [memberPieces(key, before), memberPieces(key, after)];
    const added = [...has].filter((one) => !had.has(one));
    const removed = [...had].filter((one) => !has.has(one));
    // What is left of an identity that was deleted is nobody's any more.
    const dead: readonly string[] =
      JSON.stringify(before).match(/deleted:serviceAccount:[^?]+/g) ?? [];
    const strange = removed.filter(
      (one) =>
        this.owner(one) !== installation &&
        !mayTake(one) &&
        !dead.includes(`deleted:serviceAccount:${one.split(' ')[2]}`),
    );
    const touched = new Set([...added, ...removed]);
    const [left, right] = [before, after].map((policy) => without(key, policy, touched));
    for (const one of added) this.give(one, installation);
    for (const one of removed) this.forget(one);
    if (strange.length > 0) return { added, removed, spoilt: `took ${strange.join(', ')}` };
    return { added, removed, ...(left !== right && { spoilt: `${left} became ${right}` }) };
  }
}

/** Members under no condition; one who was deleted is still the same. */
export function memberPieces(key: string, { bindings = [] }: Policy): ReadonlySet<Piece> {
  const plain = bindings.filter(({ condition }) => condition === undefined);
  return new Set(
    plain.flatMap(({ role, members = [] }) =>
      members.map((member) => memberPiece(key, role, member)),
    ),
  );
}

function memberPiece(key: string, role: string, member: string): Piece {
  return piece(
    key,
    role,
    member
      .replace(/^deleted:/, '')
      .replace(/\?uid=.*$/, '')
      .replace(/^serviceAccount:/, ''),
  );
}

function without(key: string, policy: Policy, touched: ReadonlySet<Piece>): string {
  const bindings = (policy.bindings ?? []).map(({ role, members = [], condition }) => ({
    role,
    condition,
    members: condition
      ? members
      : members.filter((member) => !touched.has(memberPiece(key, role, member))),
  }));
  const left = bindings.filter(({ members }) => members.length > 0);
  return JSON.stringify([left, policy.auditConfigs]);
}
