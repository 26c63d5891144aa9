import type { AstroEmulator } from '../astro/emulator.ts';
import type { RawDeployment } from '../astro/raw-deployment.ts';
import type { Role } from '../aws/iam/role.ts';
import type { Policy } from '../gcp/iam/bindings.ts';
import type { AwsCloud } from './aws-cloud.ts';
import type { GcpCloud } from './gcp-cloud.ts';
import type { Installation } from './installation.ts';
import { type Change, type Members, roleChange } from './ledger.ts';
import { type Due, dueTo } from './model.ts';
import { isIn, markedPieces, type Piece, partsOf } from './pieces.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Worker, Workers } from './workers.ts';

export interface Violation {
  readonly invariant: string;
  readonly detail: string;
}

interface Parts {
  readonly time: VirtualClock;
  readonly aws: AwsCloud;
  readonly gcp: GcpCloud;
  readonly astro: AstroEmulator;
  readonly members: Members;
  readonly installations: readonly Installation[];
  readonly workers: Workers;
}

/** What is so in the clouds, beside what should be so, and what the product has had a chance to learn. */
export class Truth {
  readonly violations: Violation[] = [];
  /** Left in a policy by a record that lost it, or put there by somebody in our name. */
  readonly excused = new Set<Piece>();
  readonly #parts: Parts;
  /** By installation and Deployment: what was due to it when it was last decided on, and when that was. */
  readonly #known = new Map<string, { readonly signature: string; readonly tick: number }>();
  readonly #writes = new Map<string, Map<string, number>>();
  /** When each record last lost something. */
  readonly #lost = new Map<string, number>();
  readonly #was = new Set<Piece>();
  readonly #takenByHand = new Set<Piece>();
  /** Whose each identity and role of its own is. */
  readonly #holders = new Map<string, string>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  born(deploymentId: string, identity: string, namespace: string): void {
    this.#holders.set(identity, deploymentId);
    for (const { name } of this.#parts.installations) {
      this.#holders.set(`${name}-${namespace}`, deploymentId);
    }
  }

  due(installation: Installation, deploymentId: string): Due {
    const raw = this.#parts.astro.estate.get(deploymentId);
    return dueTo(raw, installation.rules(), installation.decisions);
  }

  deployments(): readonly RawDeployment[] {
    return this.#parts.astro.estate.all();
  }

  isIn(one: Piece): boolean {
    return isIn(one, this.#parts.aws, this.#parts.gcp);
  }

  /** Undefined where the product was interrupted, and may know anything. */
  learnt(installation: Installation, deploymentId: string, signature: string | undefined): void {
    const key = `${installation.id} ${deploymentId}`;
    if (signature === undefined) this.#known.delete(key);
    else this.#known.set(key, { signature, tick: this.#parts.workers.tick });
  }

  /** An old record may give again what was wanted then, until the next decision. */
  lost({ id }: Installation): void {
    this.#lost.set(id, this.#parts.workers.tick);
  }

  roleWritten(worker: Worker | undefined, before: Role | undefined, after: Role | undefined): void {
    const installation = this.#of(worker);
    if (worker === undefined || installation === undefined) return;
    const unseen = this.#unseenWriters(installation.name, after ?? before);
    const { aws } = this.#parts;
    this.#judge(worker, installation, roleChange(installation.name, unseen, before, after, aws));
    if (unseen.length > 0) this.#outByHand(unseen);
  }

  policyWritten(worker: Worker | undefined, key: string, before: Policy, after: Policy): void {
    const installation = this.#of(worker);
    if (worker === undefined || installation === undefined) return;
    this.#judge(worker, installation, this.#parts.members.change(worker, key, before, after));
  }

  /** What somebody else does: whoever is out afterwards was taken out by hand. */
  byHand<Result>(work: () => Result): Result {
    const before = this.#allDue().filter((one) => this.isIn(one));
    const result = work();
    for (const one of before) if (!this.isIn(one)) this.#takenByHand.add(one);
    return result;
  }

  /** After each step: nobody who is wanted is out after having been in. */
  checkNobodyOut(): void {
    const due = new Set(this.#allDue());
    for (const one of this.#was) if (!due.has(one)) this.#was.delete(one);
    for (const one of this.#takenByHand) if (!due.has(one)) this.#takenByHand.delete(one);
    for (const one of due) {
      if (this.isIn(one)) {
        this.#was.add(one);
        this.#takenByHand.delete(one);
      } else if (this.#was.has(one) && !this.#takenByHand.has(one)) {
        this.say('never out after having been in', one);
        this.#was.delete(one);
      }
    }
  }

  /** What is in the clouds by this installation's doing. */
  placed(installation: Installation): readonly Piece[] {
    const { aws, members } = this.#parts;
    if (installation.cloud === 'gcp') return members.ownedBy(installation.id);
    return aws.iam.roles().flatMap((role) => {
      return markedPieces(aws.role(role.name), installation.name, aws);
    });
  }

  say(invariant: string, detail: string): void {
    this.violations.push({ invariant, detail });
  }

  /**
   * Other installations that wrote this role so shortly before that a reader may not have seen it.
   * IAM keeps no etag: one of the two writes is lost, until the other one looks again.
   */
  #unseenWriters(installation: string, role: Role | undefined): readonly string[] {
    const now = this.#parts.time.now().getTime();
    const writes = this.#writes.get(role?.arn ?? '') ?? new Map<string, number>();
    this.#writes.set(role?.arn ?? '', writes.set(installation, now));
    if (this.#parts.aws.state.staleFor === 0) return [];
    return [...writes]
      .filter(([name, at]) => name !== installation && now - at < 60_000)
      .map(([name]) => name);
  }

  #outByHand(names: readonly string[]): void {
    for (const installation of this.#parts.installations) {
      if (!names.includes(installation.name)) continue;
      for (const { id } of this.deployments()) {
        for (const one of this.due(installation, id).grant) {
          if (!this.isIn(one)) this.#takenByHand.add(one);
        }
      }
    }
  }

  #of(worker: Worker | undefined): Installation | undefined {
    return this.#parts.installations.find(({ id }) => id === worker?.installation);
  }

  #allDue(): readonly Piece[] {
    return this.#parts.installations.flatMap((installation) =>
      this.deployments().flatMap(({ id }) => [...this.due(installation, id).grant]),
    );
  }

  #judge(worker: Worker, installation: Installation, change: Change): void {
    if (change.spoilt !== undefined) this.say('what others wrote is left as it is', change.spoilt);
    for (const one of change.removed) this.#judgeRemoval(worker, installation, one);
    for (const one of change.added) this.#judgeAddition(worker, installation, one);
  }

  #judgeRemoval(worker: Worker, installation: Installation, one: Piece): void {
    this.#was.delete(one);
    for (const { id } of this.deployments()) {
      const due = this.due(installation, id);
      if (!due.grant.has(one) || !this.#knew(worker, installation, id, due.signature)) continue;
      this.say('nothing is taken that is wanted', `${worker.installation} took ${one}`);
    }
  }

  #judgeAddition(worker: Worker, installation: Installation, one: Piece): void {
    const { what, key } = partsOf(one);
    const id = this.#holders.get(what) ?? this.#holders.get(key.split('/').at(-1) ?? '') ?? '';
    const { signature } = this.due(installation, id);
    const all = this.deployments().some((other) => this.due(installation, other.id).grant.has(one));
    if (all || !this.#knew(worker, installation, id, signature)) return;
    const { tick = 0 } = this.#known.get(`${installation.id} ${id}`) ?? {};
    if (tick < (this.#lost.get(installation.id) ?? -1)) return;
    this.say('nothing is given that nobody wants', `${worker.installation} gave ${one}`);
  }

  /** Whether what is due now was decided on before the worker began. */
  #knew({ began }: Worker, { id }: Installation, deploymentId: string, signature: string): boolean {
    const known = this.#known.get(`${id} ${deploymentId}`);
    return known !== undefined && known.signature === signature && known.tick <= began;
  }
}
