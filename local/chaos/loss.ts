import type { Item } from '../../shared/record/store.ts';
import type { Installation } from './installation.ts';
import { memberPieces } from './members.ts';
import type { ModelDecision } from './model.ts';
import type { Piece } from './pieces.ts';
import { placedByRecord } from './placed.ts';
import { pick } from './random.ts';
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

/** The record is emptied, becomes again what it was about an hour ago, or loses a part. */
export async function lose(
  world: World,
  installation: Installation,
  [how = 0, which = 0]: readonly number[],
): Promise<string> {
  const now = world.time.now().getTime();
  const backup = installation.backups.findLast(({ at }) => at <= now - HOUR);
  const what =
    how < 0.15 || (how < 0.35 && backup === undefined)
      ? losePart(installation, 'everything', which)
      : how < 0.35 && backup !== undefined
        ? restore(installation, backup.items, backup.decisions, now - backup.at)
        : losePart(installation, pick(PARTS, (how - 0.35) / 0.65) ?? 'row', which);
  await learnOf(world, installation, what.startsWith('is as'));
  return `the record of ${installation.id} ${what}`;
}

const PARTS = ['row', 'row', 'head', 'message', 'messages', 'decisions', 'baseline', 'telling'];

function restore(
  installation: Installation,
  items: readonly Item[],
  decisions: ReadonlyMap<string, ModelDecision>,
  age: number,
): string {
  installation.store.restore(items);
  installation.decisions = new Map(decisions);
  installation.backups.length = 0;
  return `is as ${Math.round(age / 60_000)} minutes ago`;
}

function losePart(installation: Installation, part: string, which: number): string {
  const items = installation.store.snapshot();
  const of = (...kinds: readonly string[]) =>
    items.filter(({ partition }) => kinds.includes(partition.split('#')[1] ?? ''));
  const one = (...kinds: readonly string[]) => [pick(of(...kinds), which)];
  const lost: Readonly<Record<string, () => readonly (Item | undefined)[]>> = {
    everything: () => items,
    row: () => one('target'),
    head: () => one('deployment'),
    message: () => one('message'),
    messages: () => of('message'),
    decisions: () => of('decision'),
    baseline: () => of('baseline'),
    telling: () => one('telling'),
  };
  const gone = new Set(lost[part]?.() ?? []);
  installation.store.restore(items.filter((item) => !gone.has(item)));
  if (part === 'decisions' || part === 'everything') installation.decisions = new Map();
  if (part === 'everything') installation.backups.length = 0;
  if (part === 'head') for (const item of gone) installation.headless.add(item?.id ?? '');
  const names = [...gone].map((item) => `${item?.partition}/${item?.id}`);
  return `lost ${part}: ${names.slice(0, 2)}`;
}

/** The model takes in what the product cannot know any more. */
async function learnOf(
  world: World,
  installation: Installation,
  isRestored: boolean,
): Promise<void> {
  installation.lostAt = world.time.now().getTime();
  world.truth.lost(installation);
  installation.pausedAt = (await installation.record.pause.get()) && world.workers.tick;
  const remembered = placedByRecord(installation);
  for (const one of world.truth.placed(installation)) {
    if (remembered.has(one)) continue;
    world.truth.excused.add(one);
    // Nothing in an allow policy says whose a member is.
    world.members.forget(one);
  }
  if (isRestored) claimAgain(world, installation, remembered);
  const kept = timestamps(installation);
  for (const [ts, post] of installation.posts) if (!kept.has(ts)) post.excused = true;
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

function timestamps({ store }: Installation): ReadonlySet<string> {
  const items = store.snapshot().filter(({ partition }) => partition.includes('#message#'));
  return new Set(items.map(({ body }) => String(body.ts)));
}
