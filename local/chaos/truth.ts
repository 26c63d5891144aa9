import type { AstroEmulator } from '../astro/emulator.ts';
import type { RawDeployment } from '../astro/raw-deployment.ts';
import type { Role } from '../aws/iam/role.ts';
import type { Policy } from '../gcp/iam/bindings.ts';
import { Adoptions } from './adoptions.ts';
import type { AwsCloud } from './aws-cloud.ts';
import { Drifts } from './drifts.ts';
import type { GcpCloud } from './gcp-cloud.ts';
import { Holders } from './holders.ts';
import type { Installation } from './installation.ts';
import { judge } from './judge.ts';
import { Knowledge } from './knowledge.ts';
import { roleChange } from './ledger.ts';
import type { Members } from './members.ts';
import { type Due, dueTo } from './model.ts';
import { isIn, markedPieces, type Piece } from './pieces.ts';
import { Presence } from './presence.ts';
import { UntoldIdentities } from './untold.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Worker, Workers } from './workers.ts';
import { Writers } from './writers.ts';

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
  readonly knowledge: Knowledge;
  readonly untold = new UntoldIdentities();
  readonly holders = new Holders();
  readonly adoptions = new Adoptions();
  readonly drifts = new Drifts();
  readonly #parts: Parts;
  readonly #writers: Writers;
  readonly #presence = new Presence();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.knowledge = new Knowledge(parts.workers);
    this.#writers = new Writers(parts.time, parts.aws);
  }

  due(installation: Installation, deploymentId: string): Due {
    const raw = this.#parts.astro.estate.get(deploymentId);
    const { id, decisions } = installation;
    const hers = () =>
      this.placed(installation).filter((one) => this.holders.of(one) === deploymentId);
    const untold = raw && this.untold.due(deploymentId, id, decisions, hers);
    return untold ?? dueTo(raw, installation.rules(), decisions);
  }

  deployments(): readonly RawDeployment[] {
    return this.#parts.astro.estate.all();
  }

  exists(deploymentId: string): boolean {
    return this.#parts.astro.estate.get(deploymentId) !== undefined;
  }

  isIn(one: Piece): boolean {
    return isIn(one, this.#parts.aws, this.#parts.gcp);
  }

  /** Its record lost something. */
  lost(installation: Installation): void {
    this.knowledge.lose(installation.id);
    this.untold.forget(installation.id);
    installation.keeping.forget();
    this.drifts.forget(installation.id);
  }

  roleWritten(worker: Worker | undefined, before: Role | undefined, after: Role | undefined): void {
    const installation = this.#of(worker);
    if (worker === undefined || installation === undefined) return;
    const role = after ?? before;
    const unseen = this.#writers.unseenBy(installation.name, role?.arn ?? '');
    const adopted = this.adoptions.on(installation.id, `aws-shared-role/${role?.arn}`);
    const writers = [installation.name, ...unseen];
    const change = roleChange(writers, adopted, before, after, this.#parts.aws);
    this.#judge(worker, installation, change);
    if (unseen.length > 0) this.#outByHand(unseen);
  }

  policyWritten(worker: Worker | undefined, key: string, before: Policy, after: Policy): void {
    const installation = this.#of(worker);
    if (worker === undefined || installation === undefined) return;
    const adopted = this.adoptions.on(installation.id, key);
    const { members } = this.#parts;
    // In an allow policy two installations that give the same to the same cannot tell it apart.
    const mayTake = (one: Piece) =>
      (members.owner(one) === undefined && adopted.has(one)) || this.holders.hasMoved(one);
    const change = members.change(worker, key, before, after, mayTake);
    this.#judge(worker, installation, change);
  }

  /** What somebody else does: whoever is out afterwards was taken out by hand. */
  byHand<Result>(work: () => Result): Result {
    const { installations } = this.#parts;
    const kept = installations.flatMap(({ keeping }) => keeping.kept());
    const before = [...new Set([...this.#allDue(), ...kept])].filter((one) => this.isIn(one));
    const result = work();
    const gone = before.filter((each) => !this.isIn(each));
    this.#drifted(gone);
    for (const one of gone) {
      this.#presence.takenByHand(one);
      for (const { keeping } of installations) keeping.takenByHand(one);
    }
    return result;
  }

  /** After each step: nobody who is wanted is out after having been in. */
  checkNobodyOut(): void {
    const due = new Set<Piece>();
    const now = this.#parts.time.now().getTime();
    for (const installation of this.#parts.installations) {
      // What another installation gives is not this one's to keep.
      const placed = new Set(this.placed(installation));
      for (const { id } of this.deployments()) {
        const its = this.due(installation, id);
        const isDecided =
          this.knowledge.has(installation.id, id, its.signature) &&
          !this.knowledge.hasForgotten(installation.id, id);
        installation.keeping.observe(id, its, isDecided, (one) => placed.has(one), now);
        this.adoptions.observe(installation, its, this.#parts.members);
        this.drifts.observe(installation, its, (one) => this.isIn(one));
        for (const one of its.grant) due.add(one);
      }
    }
    for (const one of this.#presence.missing(due, (piece) => this.isIn(piece))) {
      this.say('never out after having been in', one);
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

  #drifted(gone: readonly Piece[]): void {
    const now = this.#parts.time.now().getTime();
    for (const installation of gone.length === 0 ? [] : this.#parts.installations) {
      for (const { id } of this.deployments()) {
        this.drifts.takenOut(installation, this.due(installation, id), gone, now);
      }
    }
  }

  #outByHand(names: readonly string[]): void {
    for (const installation of this.#parts.installations) {
      if (!names.includes(installation.name)) continue;
      for (const { id } of this.deployments()) {
        for (const one of this.due(installation, id).grant) {
          if (!this.isIn(one)) this.#presence.takenByHand(one);
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

  #judge(worker: Worker, installation: Installation, change: Parameters<typeof judge>[2]): void {
    for (const one of change.removed) this.#presence.taken(one);
    judge(worker, installation, change, this, this.#parts.time.now());
  }
}
