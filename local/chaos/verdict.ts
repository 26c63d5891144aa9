import { isFull } from './fullness.ts';
import type { Installation } from './installation.ts';
import { checkMessages } from './message-verdict.ts';
import { identitiesOf } from './model.ts';
import { type Piece, partsOf, piecesOf } from './pieces.ts';
import { placedByRecord } from './placed.ts';
import { rowsOf } from './rows.ts';
import type { Truth } from './truth.ts';
import type { World } from './world.ts';

/** What must be so once everything has settled. */
export async function checkSettled(world: World): Promise<void> {
  for (const installation of world.installations) {
    await checkWanted(world, installation);
    await checkUnwanted(world, installation);
    await checkReasons(world, installation);
    await checkMessages(world, installation);
    checkAdopted(world, installation);
    world.connections.checkWanted(world.truth, world.astro, installation);
    if (installation.queue.length > 0) {
      world.truth.say('the queues are empty', JSON.stringify(installation.queue));
    }
  }
}

async function checkWanted(world: World, installation: Installation): Promise<void> {
  const { truth } = world;
  for (const { id } of truth.deployments()) {
    for (const one of truth.due(installation, id).grant) {
      if (truth.isIn(one)) continue;
      const { key } = partsOf(one);
      const rows = rowsOf(installation, id, key);
      const full = rows.some(({ body }) => FULL.includes(codeOf(body.reason)));
      if (full && isFull(world, installation, one)) continue;
      truth.say('everybody wanted is in', `${installation.id}: ${one} (${id})`);
      truth.say('the record', JSON.stringify(rows.map(({ body, due }) => ({ ...body, due }))));
    }
  }
}

const FULL = ['policy-full', 'allow-policy-full', 'trust-policy-full'];

function codeOf(reason: unknown): string {
  return String(Object(reason).code);
}

async function checkUnwanted({ truth }: World, installation: Installation): Promise<void> {
  const kept = await keptPieces(installation);
  const due = truth.deployments().map(({ id }) => truth.due(installation, id));
  for (const one of truth.placed(installation)) {
    if (isLeftBehind(truth, installation, one) || kept.some(sharesFate(one))) continue;
    if (kept.some(isFormerOf(one, truth))) continue;
    if (due.some(({ grant, asItIs }) => grant.has(one) || [...asItIs].some(sharesFate(one))))
      continue;
    if (due.some(({ asItIs }) => [...asItIs].some(isFormerOf(one, truth)))) continue;
    // All of what is asked for may be given by another access: what stands may still be of this one.
    const waiting = due.flatMap(({ accesses }) =>
      accesses.filter(({ fate }) => fate === 'as-it-is'),
    );
    if (waiting.some(({ pieces }) => pieces.some(sharesFate(one)))) continue;
    truth.say('nobody unwanted is in', `${installation.id}: ${one}`);
  }
}

/** What a record that lost something has left, and nobody can know of. */
export function isLeftBehind(truth: Truth, { headless }: Installation, one: Piece): boolean {
  const excused = () => [...truth.excused].filter((other) => truth.isIn(other));
  // Whom a lost record forgot is taken for somebody's own addition: the role stays for them.
  if (truth.excused.has(one) || (isOfOwnRole(one) && excused().some(sharesFate(one)))) return true;
  const holder = truth.holders.of(one) ?? '';
  // Nobody knew of it any more when it went.
  return headless.has(holder) && !truth.exists(holder);
}

/** What no rule gives any more, and a person said that it stays: of those, and no others, the record is believed. */
async function keptPieces({ record, decisions }: Installation): Promise<readonly Piece[]> {
  const heads = await record.deployments.list();
  return heads.flatMap(({ item }) =>
    (item.decided?.wants ?? [])
      .filter(({ kept, accessId }) => {
        const verdict = decisions.get(accessId)?.verdict;
        return kept && (verdict === 'kept' || verdict === 'held');
      })
      .flatMap(({ identity, specification }) => piecesOf(identity, specification)),
  );
}

/** Where an access stays as it stands, all that was ever given for it stays, its former roles too. */
function sharesFate(one: Piece): (other: Piece) => boolean {
  const { key, what } = partsOf(one);
  return (other) => {
    const kept = partsOf(other);
    return kept.key === key && (isOfOwnRole(one) || kept.what === what);
  };
}

function isOfOwnRole(one: Piece): boolean {
  return one.startsWith('aws-own-role/');
}

/** Where an access stays as it stands, so does what was given to an identity that is another one now. */
function isFormerOf(one: Piece, truth: Truth): (other: Piece) => boolean {
  const { key, what } = partsOf(one);
  const id = truth.holders.of(one);
  const raw = truth.deployments().find((each) => each.id === id);
  const told = raw === undefined ? [] : identitiesOf(raw).map(([, identity]) => identity);
  return (other) =>
    !told.includes(what) && partsOf(other).key === key && truth.holders.of(other) === id;
}

/** What was taken over is written down as ours: else it would never be taken back. */
function checkAdopted({ truth }: World, installation: Installation): void {
  const { adopting } = installation.rules();
  if (adopting.length === 0 || installation.cloud === 'aws') return;
  const placed = placedByRecord(installation);
  for (const { id } of truth.deployments()) {
    for (const { target, fate, pieces } of truth.due(installation, id).accesses) {
      if (fate !== 'grant' || !adopting.includes(target)) continue;
      for (const one of pieces) {
        if (placed.has(one) || !truth.isIn(one)) continue;
        truth.say('what is adopted is written down as ours', `${installation.id}: ${one}`);
      }
    }
  }
}

/** Every access has settled, or says why not and what to do. */
async function checkReasons({ truth }: World, { id, record }: Installation): Promise<void> {
  for (const { item } of await record.deployments.list()) {
    const wants = item.decided?.wants ?? [];
    const rows = new Map((await record.accesses.get(wants)).map((row) => [row.item.accessId, row]));
    for (const { accessId, target } of wants) {
      const { state = 'missing', reason } = rows.get(accessId)?.item ?? {};
      const said = Boolean(reason?.text && reason.advice);
      if (state === 'granted' || state === 'revoked') continue;
      if ((state === 'waiting' || state === 'refused') && said) continue;
      const detail = `${id}: ${item.deploymentId} ${target} is ${state}, ${reason?.code}`;
      truth.say('nothing is stuck without a reason', detail);
    }
  }
}
