import type { Cloud, Deployment } from '../deployment/deployment.ts';
import type { Condition } from '../rules/access-rules.ts';
import { coverOfOne, globFor } from './cover.ts';
import { cut, slug } from './slug.ts';

export interface ProposedRule {
  readonly name: string;
  readonly when: Condition;
  readonly reach: readonly string[];
  /** How many it is for today. */
  readonly deployments: number;
  /** Deployments that come later may match too. */
  readonly open: boolean;
}

export interface RulesProposal {
  readonly rules: readonly ProposedRule[];
  /** Those whom no condition tells from others. */
  readonly unnamed: readonly Deployment[];
}

/** The names of the targets that a Deployment reaches. */
export type ReachOf = (deployment: Deployment) => readonly string[];

interface Place {
  readonly workspaceId: string;
  readonly cloud: Cloud;
  readonly title: string;
  /** All that exist there, whatever their identity: a condition must not cover one too many. */
  readonly universe: readonly Deployment[];
}

/** Rules that give each Deployment what it reaches, and to no other that exists. */
export function proposedRules(deployments: readonly Deployment[], reachOf: ReachOf): RulesProposal {
  const parts = placesIn(deployments).map((place) => rulesOfPlace(place, reachOf));
  return {
    rules: withDistinctNames(parts.flatMap(({ rules }) => rules)),
    unnamed: parts.flatMap(({ unnamed }) => unnamed),
  };
}

function placesIn(deployments: readonly Deployment[]): readonly Place[] {
  const groups = Map.groupBy(deployments, ({ workspaceId, cloud }) => `${workspaceId} ${cloud}`);
  const places = [...groups.values()].flatMap((universe): readonly Place[] => {
    const [first] = universe;
    if (first === undefined) return [];
    const { workspaceId, workspaceName, cloud } = first;
    const name = slug(workspaceName ?? '') || workspaceId;
    return [{ workspaceId, cloud, title: `${name}-${cloud}`, universe: universe.toSorted(byName) }];
  });
  return places.toSorted((a, b) => byText(a.title + a.workspaceId, b.title + b.workspaceId));
}

function rulesOfPlace(place: Place, reachOf: ReachOf): RulesProposal {
  const { universe, title, workspaceId, cloud } = place;
  const [first, ...others] = universe.map((one) => new Set(reachOf(one)));
  // Of a lone one it is not known whether those to come are to have the same.
  const common =
    others.length === 0
      ? []
      : [...(first ?? [])].filter((name) => others.every((one) => one.has(name)));
  const rest = (one: Deployment) =>
    reachOf(one)
      .filter((name) => !common.includes(name))
      .toSorted();
  const groups = Map.groupBy(
    universe.filter((one) => rest(one).length > 0),
    (one) => rest(one).join(' '),
  );
  const parts = [...groups].map(([key, members]) => rulesOfGroup(key.split(' '), members, place));
  const all = { when: { workspaceId, cloud }, deployments: universe.length, open: true };
  const whole = common.length > 0 ? [{ ...all, name: title, reach: common.toSorted() }] : [];
  return {
    rules: [...whole, ...parts.flatMap(({ rules }) => rules)],
    unnamed: parts.flatMap(({ unnamed }) => unnamed),
  };
}

function rulesOfGroup(
  reach: readonly string[],
  members: readonly Deployment[],
  { workspaceId, cloud, title, universe }: Place,
): RulesProposal {
  const glob = globFor(members, universe);
  const covers = glob
    ? [{ ...glob, deployments: members.length }]
    : members.flatMap((one) => {
        const cover = coverOfOne(one, universe);
        return cover ? [{ ...cover, deployments: 1 }] : [];
      });
  const unnamed = glob ? [] : members.filter((one) => coverOfOne(one, universe) === undefined);
  const rules = covers.map(({ when, open, deployments }) => {
    const name = [title, slug(when.deployment ?? '')].filter(Boolean).join('-');
    return { name, when: { workspaceId, ...when, cloud }, reach, deployments, open };
  });
  return { rules, unnamed };
}

const LONGEST_NAME = 64;

/** The first of several keeps its name: the order is that of the Workspaces and Deployments. */
function withDistinctNames(rules: readonly ProposedRule[]): readonly ProposedRule[] {
  const taken = new Set<string>();
  return rules.map((rule) => {
    let name = cut(rule.name, LONGEST_NAME);
    for (let count = 2; taken.has(name); count += 1) {
      name = `${cut(rule.name, LONGEST_NAME - `-${count}`.length)}-${count}`;
    }
    taken.add(name);
    return { ...rule, name };
  });
}

function byName(a: Deployment, b: Deployment): number {
  return byText(a.name + a.id, b.name + b.id);
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
