import { LIST_FAULTS, listFault } from '../astro/list-deployments.ts';
import { pick, type Random } from '../chaos/random.ts';
import { TEAMS, WORKSPACES } from '../chaos/rules.ts';
import type { Fault } from '../faults.ts';
import type { Turnover } from './world.ts';

const MINUTE = 60_000;

/** One thing that happens in Astro: most often somebody comes, as long as there are any to come. */
export function happen(world: Turnover, random: Random, more: boolean): void {
  const chance = random();
  if (more && chance < 0.6) come(world, random);
  else if (chance < 0.8) change(world, random);
  else go(world, random);
}

function come(world: Turnover, random: Random): void {
  const cloud = random() < 0.5 ? 'aws' : 'gcp';
  const raw = world.astro.create({
    name: `${pick(TEAMS, random())}-${Math.floor(random() * 1e6)}`,
    cloud,
    workspaceId: WORKSPACES[0],
    identityAfter: random() < 0.8 ? 0 : random() * 5 * MINUTE,
  });
  const identity = String(raw.effectiveWorkloadIdentity);
  const visibleAfter = random() < 0.8 ? 0 : random() * 5 * MINUTE;
  if (cloud === 'aws') world.aws.iam.addPrincipal(identity, { visibleAfter });
  else world.gcp.clouds.serviceAccounts.create(identity, { foreign: true, visibleAfter });
  world.watch.born(raw.id, identity, String(raw.namespace));
  sendMaybe(world, raw.id, random);
}

/** Another name, or another Workspace: other rules match. */
function change(world: Turnover, random: Random): void {
  const raw = pick(world.astro.estate.all(), random());
  if (raw === undefined) return;
  const name = `${pick(TEAMS, random())}-${raw.name.split('-')[1]}`;
  const workspaceId = random() < 0.9 ? WORKSPACES[0] : WORKSPACES[1];
  world.astro.update(raw.id, { name, workspaceId });
  sendMaybe(world, raw.id, random);
}

function go(world: Turnover, random: Random): void {
  const raw = pick(world.astro.estate.all(), random());
  if (raw === undefined) return;
  world.astro.remove(raw.id);
  const identity = String(raw.effectiveWorkloadIdentity ?? '');
  if (random() < 0.5 && identity !== '') {
    world.aws.iam.removePrincipal(identity);
    world.gcp.clouds.serviceAccounts.delete(identity);
  }
  sendMaybe(world, raw.id, random);
}

/** Of half of it no event tells: the sweep finds it out. */
function sendMaybe({ installations }: Turnover, deploymentId: string, random: Random): void {
  if (random() < 0.5) return;
  for (const { queue } of installations) queue.push({ to: 'decide', key: deploymentId, tries: 0 });
}

const ERRORS: readonly Omit<Fault, 'operation'>[] = [
  { status: 429, code: '', message: 'Too many requests', headers: { 'retry-after': '2' } },
  { status: 500, code: '', message: 'Internal error' },
  { status: 503, code: '', message: 'Unavailable' },
  { status: 502, code: 'html', message: '' },
  { status: 404, code: 'html', message: '' },
];

/** What is wrong with Astro for the next calls: its list, or its answers. */
export function trouble({ astro }: Turnover, random: Random): void {
  const times = 1 + Math.floor(random() * 4);
  const inList = random() < 0.5;
  const operation = random() < 0.6 ? 'ListDeployments' : 'GetDeployment';
  const fault = pick(ERRORS, random());
  if (inList) astro.faults.inject(listFault(pick(LIST_FAULTS, random()) ?? 'empty', times));
  else if (fault !== undefined) astro.faults.inject({ ...fault, operation, times });
}
