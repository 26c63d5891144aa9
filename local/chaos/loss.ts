import type { Installation } from './installation.ts';
import { memberPieces } from './ledger.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { GCP_KEYS, type World } from './world.ts';

const HOUR = 3_600_000;

/** A backup now and then, as a database makes them. */
export function backUp({ time }: World, installation: Installation): void {
  const at = time.now().getTime();
  const last = installation.backups.at(-1);
  if (last !== undefined && at - last.at < HOUR / 4) return;
  const decisions = new Map(installation.decisions);
  installation.backups.push({ at, items: installation.store.snapshot(), decisions });
  if (installation.backups.length > 12) installation.backups.shift();
}

/** The record is emptied, or becomes again what it was about an hour ago. */
export function lose(world: World, installation: Installation, how: number): string {
  const now = world.time.now().getTime();
  const old = installation.backups.findLast(({ at }) => at <= now - HOUR);
  const backup = how < 0.5 || old === undefined ? undefined : old;
  installation.store.restore(backup?.items ?? []);
  installation.decisions = new Map(backup?.decisions ?? []);
  installation.backups.length = 0;
  installation.restored ||= backup !== undefined;
  world.truth.lost(installation);
  const remembered = placedByRecord(installation);
  for (const one of world.truth.placed(installation)) {
    if (remembered.has(one)) continue;
    world.truth.excused.add(one);
    // Nothing in an allow policy says whose a member is.
    world.members.forget(one);
  }
  claimAgain(world, installation, remembered);
  const kept = timestamps(installation);
  for (const [ts, post] of installation.posts) if (!kept.has(ts)) post.excused = true;
  const what = backup ? `is as ${Math.round((now - backup.at) / 60_000)} minutes ago` : 'is empty';
  return `the record of ${installation.id} ${what}`;
}

/** What the old record says that it placed is taken for its own again, whoever put it there since. */
function claimAgain(
  world: World,
  installation: Installation,
  remembered: ReadonlySet<Piece>,
): void {
  if (installation.cloud !== 'gcp') return;
  for (const key of GCP_KEYS) {
    for (const one of memberPieces(key, world.gcp.policy(key))) {
      if (remembered.has(one)) world.members.give(one, installation.id);
    }
  }
}

/** Every piece that some access of the record says it placed. */
export function placedByRecord({ store }: Installation): ReadonlySet<Piece> {
  const rows = store.snapshot().filter(({ partition }) => partition.includes('#target#'));
  return new Set(
    rows.flatMap(({ body }) => {
      const { placed = [] } = body as { placed?: readonly Parameters<typeof placedPieces>[0][] };
      return placed.flatMap(placedPieces);
    }),
  );
}

function placedPieces({
  identity,
  specification,
}: {
  readonly identity: string;
  readonly specification: Parameters<typeof piecesOf>[1];
}): readonly Piece[] {
  return piecesOf(identity, specification);
}

function timestamps({ store }: Installation): ReadonlySet<string> {
  const items = store.snapshot().filter(({ partition }) => partition.includes('#message#'));
  return new Set(items.map(({ body }) => String(body.ts)));
}
