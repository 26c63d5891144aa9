import {
  type Estate,
  NOTHING_SEEN,
  type SeenPolicy,
  together,
  type Unseen,
} from '../../import/estate.ts';
import { eachAtMost } from '../../runtime/at-most.ts';
import type { GoogleEndpoints } from '../../runtime/config.ts';
import { patiently } from '../patiently.ts';
import { seen } from '../unseen.ts';
import { allowPolicy, type PolicyCalls } from './allow-policies.ts';
import { bucketCalls } from './bucket.ts';
import { datasetTargets } from './dataset.ts';
import { type GoogleLists, googleLists } from './lists.ts';
import { projectCalls } from './project.ts';
import { serviceAccountCalls } from './service-account.ts';

/** Google allows some hundred reads a minute for one project; each place is one. */
const AT_ONCE = 8;

/**
 * The policies of these projects and of what is in them; of all that can be seen, where none are
 * named. Reads, and writes nothing.
 */
export async function googleEstate(
  endpoints: GoogleEndpoints,
  named: readonly string[],
  progress: (text: string) => void,
): Promise<Estate> {
  const lists = googleLists(endpoints);
  const all =
    named.length > 0 ? undefined : await seen('the projects', () => patiently(lists.projects));
  const projects = named.length > 0 ? named : (all?.found ?? []);
  const readers = readersOf(endpoints);
  const estates: Estate[] = [];
  for (const [place, project] of projects.entries()) {
    progress(`Project ${project} (${place + 1} of ${projects.length})…`);
    estates.push(await projectEstate(project, lists, readers));
  }
  const unseen = all?.unseen ?? [];
  return together([{ ...NOTHING_SEEN, unseen }, ...estates]);
}

type Readers = ReturnType<typeof readersOf>;

/** Reading needs no installation: nothing is planned. */
function readersOf(endpoints: GoogleEndpoints) {
  const policyOf = (calls: (resource: string) => PolicyCalls) => (name: string) =>
    allowPolicy(calls(name), '').read();
  const datasets = datasetTargets(endpoints, '');
  return {
    gcpProject: policyOf(projectCalls(endpoints)),
    gcpBucket: policyOf(bucketCalls(endpoints)),
    gcpImpersonate: policyOf(serviceAccountCalls(endpoints)),
    dataset: (name: string) => datasets(name).read(),
  };
}

async function projectEstate(
  project: string,
  lists: GoogleLists,
  readers: Readers,
): Promise<Estate> {
  const accounts = await listed(`the service accounts of ${project}`, () =>
    lists.serviceAccounts(project),
  );
  const buckets = await listed(`the buckets of ${project}`, () => lists.buckets(project));
  const datasets = await listed(`the datasets of ${project}`, () => lists.datasets(project));
  const places = [
    { kind: 'gcpProject', name: project } as const,
    ...accounts.names.map((name) => ({ kind: 'gcpImpersonate', name }) as const),
    ...buckets.names.map((name) => ({ kind: 'gcpBucket', name }) as const),
    ...datasets.names.map((name) => ({ kind: 'gcpDataset', name }) as const),
  ];
  const parts = new Map<Place, Estate>();
  await eachAtMost(AT_ONCE, places, async (place) => {
    parts.set(place, await placeEstate(place, project, readers));
  });
  const unseen = [accounts, buckets, datasets].flatMap((one) => one.unseen);
  const read = places.flatMap((place) => parts.get(place) ?? []);
  return together([{ ...NOTHING_SEEN, projects: [project], unseen }, ...read]);
}

interface Place {
  readonly kind: SeenPolicy['kind'] | 'gcpDataset';
  readonly name: string;
}

async function placeEstate(
  { kind, name }: Place,
  project: string,
  readers: Readers,
): Promise<Estate> {
  if (kind === 'gcpDataset') {
    const { found, unseen } = await seen(`the dataset ${project}:${name}`, () =>
      patiently(() => readers.dataset(`${project}/${name}`)),
    );
    const datasets = found ? [{ project, dataset: name, access: found }] : [];
    return { ...NOTHING_SEEN, unseen, datasets };
  }
  const { found, unseen } = await seen(`the policy of ${name}`, () =>
    patiently(() => readers[kind](name)),
  );
  return {
    ...NOTHING_SEEN,
    unseen,
    policies: found ? [{ kind, name, project, policy: found }] : [],
  };
}

async function listed(
  what: string,
  list: () => Promise<readonly string[]>,
): Promise<{ readonly names: readonly string[]; readonly unseen: readonly Unseen[] }> {
  const { found = [], unseen } = await seen(what, () => patiently(list));
  return { names: found, unseen };
}
