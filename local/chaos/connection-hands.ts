import type { RawConnection } from '../astro/environment-objects.ts';
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
  if (what < 0.2) {
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
  const there = objects.of(raw.id).find((one) => one.objectKey === objectKey);
  if (there !== undefined) {
    if (what < 0.5 || world.connections.isStrange(there.id)) return 'looks';
    // In the place of ours.
    objects.remove(there.id);
    world.connections.takeOut(there);
  }
  const connection = what < 0.4 ? OTHER : (LIKE_OURS[String(raw.cloudProvider)] ?? OTHER);
  const made = objects.add({ objectKey, scope: 'DEPLOYMENT', scopeEntityId: raw.id, connection });
  world.connections.add(made);
  return `somebody makes a connection ${objectKey} for ${raw.id}`;
}

const OTHER = { type: 'http', host: 'theirs.example' };
/** Of the type that ours would have, which alone can be taken for ours. */
const LIKE_OURS: Readonly<Record<string, RawConnection>> = {
  AWS: { type: 'aws', extra: { role_arn: 'arn:aws:iam::222233334444:role/theirs' } },
  GCP: { type: 'google_cloud_platform', extra: { project: 'theirs' } },
};
