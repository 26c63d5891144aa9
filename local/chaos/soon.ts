import { isFull } from './fullness.ts';
import type { Installation } from './installation.ts';
import { type Piece, partsOf } from './pieces.ts';
import { rowsOf } from './rows.ts';
import { isLeftBehind } from './verdict.ts';
import type { World } from './world.ts';

/**
 * What must be so an hour after the last fault, by reminders and not by a look that was due at some
 * time: everybody wanted is in, and whoever is gone is out. What a person must mend waits for that;
 * an identity that is seen late is none of it.
 */
export function checkSoon(world: World, installation: Installation): void {
  const { truth } = world;
  const refused = (deploymentId: string, one: Piece) =>
    rowsOf(installation, deploymentId, partsOf(one).key).filter(({ body }) => {
      return body.state === 'refused' && !codeOf(body.reason).startsWith('identity-');
    });
  for (const { id } of truth.deployments()) {
    for (const one of truth.due(installation, id).grant) {
      if (truth.isIn(one) || refused(id, one).length > 0) continue;
      if (isFull(world, installation, one)) continue;
      const rows = rowsOf(installation, id, partsOf(one).key);
      const detail = JSON.stringify(rows.map(({ body, due }) => ({ ...body, due })));
      truth.say('everybody wanted is in within the hour', `${installation.id}: ${one} ${detail}`);
    }
  }
  for (const one of truth.placed(installation)) {
    const holder = truth.holders.of(one) ?? '';
    if (truth.exists(holder) || isLeftBehind(truth, installation, one)) continue;
    if (refused(holder, one).length > 0) continue;
    truth.say('whoever is gone is out within the hour', `${installation.id}: ${one}`);
  }
}

/** What has an end is decided on when that comes, or the clock would have to take it. */
export async function checkEnded(world: World, { id, record }: Installation): Promise<void> {
  const now = world.time.now().toISOString();
  for (const { item } of await record.deployments.list()) {
    const over = (item.decided?.wants ?? []).filter(({ until }) => (until ?? now) < now);
    for (const { target, until } of over) {
      const detail = `${id}: ${item.deploymentId} ${target} has ended ${until}`;
      world.truth.say('what has ended is over within the hour', detail);
    }
  }
}

function codeOf(reason: unknown): string {
  return String(Object(reason).code);
}
