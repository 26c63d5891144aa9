import type { AccessItem, DecisionItem, DeploymentItem } from '../../shared/record/items.ts';
import { orderDigest, orderFor } from '../../shared/record/order.ts';
import type { Installation } from './installation.ts';
import type { Due, DueAccess } from './model.ts';
import type { Piece } from './pieces.ts';
import type { ModelRules } from './rules.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** So often within a day what somebody takes out is put back. */
const MOST = 2;

interface Drift {
  /** What was asked for when it was taken out. */
  readonly order: string;
  readonly pieces: Set<Piece>;
  repaired: boolean;
}

/**
 * What somebody took out by hand of what was settled, until it is there again or anything else is
 * asked for: only as long can the product tell it from what it never gave.
 */
export class Drifts {
  readonly #drifts = new Map<string, Drift>();
  readonly #repairs = new Map<string, readonly number[]>();

  /** Somebody took these out just now. */
  takenOut(
    installation: Installation,
    { accesses }: Due,
    gone: readonly Piece[],
    now: number,
  ): void {
    for (const access of accesses) {
      const pieces = access.pieces.filter((one) => gone.includes(one));
      if (access.fate !== 'grant' || pieces.length === 0) continue;
      const key = `${installation.id} ${access.accessId}`;
      const known = this.#drifts.get(key);
      if (known !== undefined) for (const one of pieces) known.pieces.add(one);
      else if (isSettled(installation, access, now)) {
        const order = orderOf(installation, access);
        this.#drifts.set(key, { order, pieces: new Set(pieces), repaired: false });
      }
    }
  }

  /** After each step: what is there again is repaired, and what is ordered otherwise is another thing. */
  observe(installation: Installation, { accesses }: Due, isIn: (one: Piece) => boolean): void {
    for (const access of accesses) {
      const key = `${installation.id} ${access.accessId}`;
      const drift = this.#drifts.get(key);
      if (drift === undefined) continue;
      const isSame = access.fate === 'grant' && drift.order === orderOf(installation, access);
      if (!isSame || [...drift.pieces].every(isIn)) this.#drifts.delete(key);
    }
  }

  /** Its record lost something. */
  forget(installation: string): void {
    for (const key of this.#drifts.keys()) {
      if (key.startsWith(`${installation} `)) this.#drifts.delete(key);
    }
  }

  /** What is wrong with putting this piece back, if anything is. */
  putBack(installation: Installation, { accesses }: Due, one: Piece, now: number) {
    const { id, rules } = installation;
    const wanting = accesses.filter(({ fate, pieces }) => fate === 'grant' && pieces.includes(one));
    const drifts = wanting.map((access) => {
      const drift = this.#drifts.get(`${id} ${access.accessId}`);
      return drift?.order === orderOf(installation, access) ? drift : undefined;
    });
    if (wanting.length === 0 || !drifts.every((drift) => drift?.pieces.has(one))) return undefined;
    if (wanting.every((access) => isReported(access, rules()))) {
      return 'what drifted is only reported';
    }
    const contested = wanting.filter(({ accessId }, place) => {
      return this.#isThird(`${id} ${accessId}`, drifts[place], now);
    });
    return contested.length === wanting.length ? 'nothing is repaired a third time' : undefined;
  }

  #isThird(key: string, drift: Drift | undefined, now: number): boolean {
    const before = (this.#repairs.get(key) ?? []).filter((at) => at > now - DAY);
    if (drift === undefined || drift.repaired) return false;
    drift.repaired = true;
    this.#repairs.set(key, [...before, now]);
    return before.length >= MOST;
  }
}

function isReported({ target }: DueAccess, { reported }: ModelRules): boolean {
  return reported.includes(target);
}

/** All that a row answers to. */
function orderOf(
  { decisions, rules }: Installation,
  { accessId, target, pieces }: DueAccess,
): string {
  const { adopting, reported } = rules();
  const { at }: { readonly at?: unknown } = Object(decisions.get(accessId));
  return JSON.stringify([
    pieces.toSorted(),
    at,
    adopting.includes(target),
    reported.includes(target),
  ]);
}

/**
 * Granted as it is asked for by the rules as they are now, and that is known; and looked at for the last time when a read
 * could no longer lag behind the write.
 */
function isSettled({ store, rules, tools }: Installation, access: DueAccess, now: number): boolean {
  const items = store.snapshot();
  const of = (kind: string, key: string) =>
    items.find(({ partition, body }) => {
      return partition.includes(`#${kind}#`) && [body.accessId, body.deploymentId].includes(key);
    })?.body;
  const row = of('target', access.accessId) as AccessItem | undefined;
  const head = of('deployment', row?.deploymentId ?? '') as DeploymentItem | undefined;
  const decision = of('decision', access.accessId) as DecisionItem | undefined;
  if (row?.state !== 'granted' || row.byHand) return false;
  if (head?.decided?.rules.digest !== tools.rules().digest) return false;
  const order = orderFor(row, head, decision);
  const isKnown = order.kind === 'grant' && row.answers === orderDigest(order);
  if (!isKnown || (order.want.drift === 'report') !== isReported(access, rules())) return false;
  return row.wrote === undefined || now - Date.parse(row.wrote.at) > MINUTE;
}
