import { pick } from './random.ts';
import type { World } from './world.ts';

/** Somebody makes a connection of an id that we would take, or takes one of ours away. */
export function meddleWithConnections(
  world: World,
  [which = 0, target = 0, what = 0]: readonly number[],
): string {
  const raw = pick(world.truth.deployments(), which);
  if (raw === undefined) return 'there is no Deployment';
  const { objects } = world.astro;
  const mine = objects.of(raw.id).filter(({ id }) => !world.connections.isStrange(id));
  if (what < 0.3) {
    const gone = pick(mine, target);
    if (gone === undefined) return 'looks';
    objects.remove(gone.id);
    world.connections.takeOut(gone);
    return `takes out ${gone.objectKey}`;
  }
  const installation = world.installations.find(
    ({ cloud }) => cloud === String(raw.cloudProvider).toLowerCase(),
  );
  const objectKey = pick(Object.keys(installation?.rules().targets ?? {}), target) ?? 'theirs';
  if (objects.of(raw.id).some((one) => one.objectKey === objectKey)) return 'looks';
  const connection = { type: 'http', host: 'theirs.example' };
  const made = objects.add({ objectKey, scope: 'DEPLOYMENT', scopeEntityId: raw.id, connection });
  world.connections.add(made);
  return `somebody makes a connection ${objectKey} for ${raw.id}`;
}
