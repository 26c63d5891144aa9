import type { AstroEmulator } from '../astro/emulator.ts';
import type { Role } from '../aws/iam/role.ts';
import type { AwsCloud } from '../chaos/aws-cloud.ts';
import type { GcpCloud } from '../chaos/gcp-cloud.ts';
import type { Installation } from '../chaos/installation.ts';
import { memberPieces } from '../chaos/members.ts';
import { dueTo } from '../chaos/model.ts';
import { markedPieces, type Piece, partsOf } from '../chaos/pieces.ts';
import { GCP_KEYS } from '../chaos/world.ts';
import type { Policy } from '../gcp/iam/bindings.ts';

interface Parts {
  readonly aws: AwsCloud;
  readonly gcp: GcpCloud;
  readonly astro: AstroEmulator;
  readonly installations: readonly Installation[];
}

/** Looks at each write to either cloud, and at the end at what is there. */
export class Watch {
  /** What was taken from one who lives and should have it, a line each. */
  readonly taken: string[] = [];
  writes = 0;
  readonly #parts: Parts;
  /** Whose each identity and each role of its own is. */
  readonly #holders = new Map<string, string>();
  readonly #others = new Map<string, ReadonlySet<Piece>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What is there before anything is given is somebody else's. */
  begin(): void {
    for (const key of GCP_KEYS) {
      this.#others.set(key, memberPieces(key, this.#parts.gcp.policy(key)));
    }
  }

  born(deploymentId: string, identity: string, namespace: string): void {
    this.#holders.set(identity, deploymentId);
    this.#holders.set(`prod-${namespace}`, deploymentId);
  }

  roleWritten(before: Role | undefined, after: Role | undefined): void {
    const pieces = (role: Role | undefined) => new Set(markedPieces(role, 'prod', this.#parts.aws));
    this.#judge(pieces(before), pieces(after));
  }

  policyWritten(key: string, before: Policy, after: Policy): void {
    this.#judge(memberPieces(key, before), memberPieces(key, after));
  }

  /** What should be there and is not, and the other way round. */
  differences(): { readonly missing: readonly Piece[]; readonly surplus: readonly Piece[] } {
    const { astro } = this.#parts;
    const due = new Set(astro.estate.all().flatMap(({ id }) => [...this.#dueTo(id)]));
    const there = this.#there();
    return {
      missing: [...due].filter((one) => !there.has(one)),
      surplus: [...there].filter((one) => !due.has(one)),
    };
  }

  #there(): ReadonlySet<Piece> {
    const { aws, gcp } = this.#parts;
    const roles = aws.iam.roles().map(({ name }) => aws.role(name));
    const onGoogle = GCP_KEYS.flatMap((key) =>
      [...memberPieces(key, gcp.policy(key))].filter((one) => !this.#others.get(key)?.has(one)),
    );
    return new Set([...roles.flatMap((role) => markedPieces(role, 'prod', aws)), ...onGoogle]);
  }

  #judge(before: ReadonlySet<Piece>, after: ReadonlySet<Piece>): void {
    this.writes += 1;
    for (const one of before) {
      if (after.has(one)) continue;
      const { key, what } = partsOf(one);
      const id = this.#holders.get(what) ?? this.#holders.get(key.split('/').at(-1) ?? '') ?? '';
      if (this.#dueTo(id).has(one)) this.taken.push(one);
    }
  }

  #dueTo(deploymentId: string): ReadonlySet<Piece> {
    const raw = this.#parts.astro.estate.get(deploymentId);
    const all = this.#parts.installations.flatMap((installation) => [
      ...dueTo(raw, installation.rules(), installation.decisions).grant,
    ]);
    return new Set(all);
  }
}
