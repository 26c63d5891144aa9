import type { Deployment } from '../deployment/deployment.ts';
import type { Condition } from '../rules/access-rules.ts';
import { globMatches } from '../rules/glob.ts';

/** Which Deployments a rule is for, beyond their Workspace and cloud. */
export interface Cover {
  readonly when: Pick<Condition, 'deployment' | 'clusterId' | 'region'>;
  /** Those that come later may match too. */
  readonly open: boolean;
}

/** A fixed part shorter than this says nothing. */
const SHORTEST = 3;

/** One glob that matches exactly these of all that there are, or nothing. */
export function globFor(
  members: readonly Deployment[],
  universe: readonly Deployment[],
): Cover | undefined {
  const names = members.map(({ name }) => literal(name));
  if (names.length < 2) return undefined;
  const start = commonStart(names);
  const end = reversed(commonStart(names.map(reversed)));
  const globs = [
    ...(start.length >= SHORTEST ? [`${start}*`] : []),
    ...(end.length >= SHORTEST ? [`*${end}`] : []),
    ...(start.length + end.length >= SHORTEST ? [`${start}*${end}`] : []),
  ];
  const covers = globs.map((deployment) => ({ when: { deployment }, open: true }));
  return covers.find((cover) => coversExactly(cover, members, universe));
}

/** One Deployment by its name, and where that is not enough by where it runs; or nothing. */
export function coverOfOne(one: Deployment, universe: readonly Deployment[]): Cover | undefined {
  const when = { deployment: literal(one.name) };
  const { clusterId, region } = one;
  const covers = [
    { when, open: false },
    ...(clusterId ? [{ when: { ...when, clusterId: literal(clusterId) }, open: false }] : []),
    ...(region ? [{ when: { ...when, region: literal(region) }, open: false }] : []),
  ];
  return covers.find((cover) => coversExactly(cover, [one], universe));
}

function coversExactly(
  { when }: Cover,
  members: readonly Deployment[],
  universe: readonly Deployment[],
): boolean {
  if ((when.deployment ?? '').length > LONGEST_GLOB) return false;
  const covered = universe.filter((one) => matches(when, one)).map(({ id }) => id);
  return covered.length === members.length && members.every(({ id }) => covered.includes(id));
}

const LONGEST_GLOB = 256;

function matches({ deployment = '*', clusterId, region }: Cover['when'], one: Deployment): boolean {
  return (
    globMatches(deployment, one.name) &&
    (clusterId === undefined || globMatches(clusterId, one.clusterId ?? '')) &&
    (region === undefined || globMatches(region, one.region ?? ''))
  );
}

/** A star in a name stands for itself alone as `?`: as a glob it would be any text. */
function literal(name: string): string {
  return name.replaceAll('*', '?');
}

function commonStart(names: readonly string[]): string {
  const [first = '', ...others] = names;
  const characters = [...first];
  const differs = characters.findIndex((character, place) =>
    others.some((other) => [...other][place] !== character),
  );
  return differs < 0 ? first : characters.slice(0, differs).join('');
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}
