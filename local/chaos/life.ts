import { addIdentity, standbyOf } from './identities.ts';
import { pick } from './random.ts';
import { TEAMS, WORKSPACES } from './rules.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
/** No more live at a time: what matters is what happens to them. */
const MOST = 8;
const CREATORS = [
  'jane@acme.example',
  'jane@acme.example',
  'bob@acme.example',
  'a token of CI',
] as const;

/** A Deployment appears; its identity may be told late, and be seen by its cloud later still. */
export function create(world: World, dice: readonly number[]): string {
  const [c = 0, team = 0, home = 0, name = 0, told = 0, seen = 0, event = 0] = dice;
  const clouds = [...new Set(world.installations.map(({ cloud }) => cloud))];
  const cloud = pick(clouds, c) ?? 'aws';
  const ofCloud = world.truth
    .deployments()
    .filter(({ cloudProvider }) => String(cloudProvider).toLowerCase() === cloud);
  if (ofCloud.length >= MOST) return 'there are enough Deployments';
  const raw = world.astro.create({
    name: `${pick(TEAMS, team)}-${Math.floor(name * 12)}`,
    cloud,
    createdBy: pick(CREATORS, (name * 12) % 1) ?? CREATORS[0],
    workspaceId: home < 0.6 ? WORKSPACES[0] : WORKSPACES[1],
    identityAfter: told < 0.7 ? 0 : told * 10 * MINUTE,
  });
  const identity = String(raw.effectiveWorkloadIdentity);
  const visibleAfter = seen < 0.7 ? 0 : (seen - 0.7) * 100 * MINUTE;
  addIdentity(world, raw, identity, visibleAfter);
  for (const { name: installation } of world.installations) {
    world.truth.holders.add(raw.id, `${installation}-${raw.namespace}`);
  }
  if ((home * 10) % 1 < world.focus.standby) {
    const dr = standbyOf(raw);
    addIdentity(world, raw, dr, visibleAfter);
    world.astro.update(raw.id, { effectiveDRWorkloadIdentity: dr });
  }
  if (event < 0.8) sendToAll(world, raw.id);
  return `${raw.name} is ${raw.id}, ${identity}`;
}

/** Every installation hears of every event; whose it is, it finds out itself. */
export function sendToAll({ installations }: World, deploymentId: string): void {
  for (const { queue } of installations) queue.push({ to: 'decide', key: deploymentId, tries: 0 });
}

export function remove(world: World, dice: readonly number[]): string {
  const [which = 0, buried = 0, again = 0, ...rest] = dice;
  const raw = pick(world.truth.deployments(), which);
  if (raw === undefined) return 'there is no Deployment';
  world.astro.remove(raw.id);
  world.truth.untold.delete(raw.id);
  const { effectiveWorkloadIdentity: primary, effectiveDRWorkloadIdentity: dr } = raw;
  for (const identity of [primary, dr].map((one) => String(one ?? ''))) {
    if (buried >= 0.5 || identity === '') continue;
    world.aws.iam.removePrincipal(identity);
    world.gcp.clouds.serviceAccounts.delete(identity);
  }
  if (again >= 0.3) return `${raw.name} (${raw.id}) is gone`;
  const made = create(world, rest);
  return `${raw.name} (${raw.id}) is gone; ${made}`;
}

export function rename(world: World, dice: readonly number[]): string {
  const [which = 0, team = 0, event = 0] = dice;
  const raw = pick(world.truth.deployments(), which);
  if (raw === undefined) return 'there is no Deployment';
  const name = `${pick(TEAMS, team)}-${raw.name.split('-')[1]}`;
  world.astro.update(raw.id, { name });
  if (event < 0.5) sendToAll(world, raw.id);
  return `${raw.id} (${raw.name}) is called ${name}`;
}

/** To the other Workspace, where another installation gives it something. */
export function move(world: World, [which = 0, event = 0]: readonly number[]): string {
  const raw = pick(world.truth.deployments(), which);
  if (raw === undefined) return 'there is no Deployment';
  const workspaceId = WORKSPACES.find((one) => one !== raw.workspaceId) ?? WORKSPACES[0];
  world.astro.update(raw.id, { workspaceId });
  world.truth.holders.move(raw.id);
  if (event < 0.5) sendToAll(world, raw.id);
  return `${raw.id} (${raw.name}) is in ${workspaceId} now`;
}
