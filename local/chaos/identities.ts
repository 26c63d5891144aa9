import type { RawDeployment } from '../astro/raw-deployment.ts';
import { sendToAll } from './life.ts';
import { pick } from './random.ts';
import type { ModelRules } from './rules.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;

/** What Astro tells of a Deployment's identities becomes something else. */
export function changeIdentity(world: World, dice: readonly number[]): string {
  const [what = 0, which = 0, event = 0, seen = 0] = dice;
  const raw = pick(world.truth.deployments(), which);
  if (raw === undefined) return 'there is no Deployment';
  const change = pick(Object.entries(CHANGES), what);
  const [name = '', work] = change ?? [];
  const done = work?.(world, raw, seen < 0.7 ? 0 : (seen - 0.7) * 60 * MINUTE);
  if (done !== undefined && event < 0.6) sendToAll(world, raw.id);
  return `${raw.id} (${raw.name}) ${name}: ${done ?? 'as it was'}`;
}

type Work = (world: World, raw: RawDeployment, visibleAfter: number) => string | undefined;

const CHANGES: Readonly<Record<string, Work>> = {
  'is not told any more': untell,
  'is told again': (world, raw) => tellAgain(world, raw),
  'is told again as it was': (world, raw) => tellAgain(world, raw),
  'is another one': (world, raw, visibleAfter) => {
    const { effectiveWorkloadIdentity: now } = raw;
    if (now === undefined) return undefined;
    const next = String(now) === homeOf(raw) ? standbyOf(raw) : homeOf(raw);
    if (next === raw.effectiveDRWorkloadIdentity) return undefined;
    addIdentity(world, raw, next, visibleAfter);
    world.astro.update(raw.id, { effectiveWorkloadIdentity: next });
    return next;
  },
  'has a standby': giveStandby,
  'has a standby one': giveStandby,
  'has no standby any more': (world, raw) => {
    if (raw.effectiveDRWorkloadIdentity === undefined) return undefined;
    world.astro.update(raw.id, { effectiveDRWorkloadIdentity: undefined });
    return 'gone';
  },
};

function untell(world: World, raw: RawDeployment): string | undefined {
  if (raw.effectiveWorkloadIdentity === undefined) return undefined;
  const decidedBy = new Map<string, ModelRules>();
  for (const installation of world.installations) {
    const { signature } = world.truth.due(installation, raw.id);
    const { id } = installation;
    const { knowledge } = world.truth;
    if (!knowledge.has(id, raw.id, signature) || knowledge.hasForgotten(id, raw.id)) continue;
    decidedBy.set(id, installation.rules());
  }
  world.truth.untold.add(raw, decidedBy);
  world.astro.update(raw.id, { effectiveWorkloadIdentity: undefined });
  return 'unknown';
}

export function tellAgain(world: World, { id }: { readonly id: string }): string | undefined {
  const known = world.truth.untold.get(id);
  if (known === undefined) return undefined;
  world.truth.untold.delete(id);
  const { effectiveWorkloadIdentity } = known;
  world.astro.update(id, { effectiveWorkloadIdentity });
  return String(effectiveWorkloadIdentity);
}

function giveStandby(world: World, raw: RawDeployment, visibleAfter: number): string | undefined {
  const { effectiveWorkloadIdentity: now } = raw;
  if (now === undefined || raw.effectiveDRWorkloadIdentity !== undefined) return undefined;
  const dr = String(now) === homeOf(raw) ? standbyOf(raw) : homeOf(raw);
  addIdentity(world, raw, dr, visibleAfter);
  world.astro.update(raw.id, { effectiveDRWorkloadIdentity: dr });
  return dr;
}

/** It exists, and its cloud may see it later. */
export function addIdentity(
  world: World,
  raw: RawDeployment,
  identity: string,
  visibleAfter: number,
): void {
  const { aws, gcp, truth } = world;
  truth.holders.add(raw.id, identity);
  if (identity.startsWith('arn:')) {
    if (aws.iam.principalId(identity) === undefined) {
      aws.iam.addPrincipal(identity, { visibleAfter });
    }
  } else if (gcp.clouds.serviceAccounts.find(identity) === undefined) {
    gcp.clouds.serviceAccounts.create(identity, { foreign: true, visibleAfter });
  }
}

function homeOf({ namespace, cloudProvider }: RawDeployment): string {
  return cloudProvider === 'AWS'
    ? `arn:aws:iam::111122223333:role/astro-${namespace}`
    : `${accountName(namespace)}@astro-data-plane.iam.gserviceaccount.com`;
}

/** In another of Astronomer's accounts. */
export function standbyOf({ namespace, cloudProvider }: RawDeployment): string {
  return cloudProvider === 'AWS'
    ? `arn:aws:iam::444455556666:role/astro-${namespace}`
    : `${accountName(namespace)}@astro-standby.iam.gserviceaccount.com`;
}

function accountName(namespace: unknown): string {
  return `astro-${namespace}`.slice(0, 30).replace(/-+$/, '');
}
