import type { Deployment } from '../deployment/deployment.ts';
import { judgeIdentity } from '../deployment/workload-identity.ts';
import type { Astronomer } from '../rules/access-rules.ts';
import type { Estate } from './estate.ts';
import type { Finds, Gift } from './found.ts';
import { giftKey } from './gifts.ts';
import { guarded } from './guarded.ts';
import { foundInDataset, foundInPolicy } from './members-found.ts';
import { type Orphan, orphansIn, wideOpen } from './orphans.ts';
import { type ProposedRule, proposedRules } from './proposed-rules.ts';
import { type ProposedTarget, proposedTargets } from './proposed-targets.ts';
import { type LeftOut, type Reaching, reachingOf } from './reaching.ts';
import { foundInRole } from './roles-found.ts';

/** Targets and rules that give what is given today, and what cannot be said by them. */
export interface Proposal {
  readonly targets: readonly ProposedTarget[];
  readonly rules: readonly ProposedRule[];
  readonly leftOut: readonly LeftOut[];
  readonly orphans: readonly Orphan[];
  readonly warnings: readonly string[];
}

export interface ProposalOptions {
  readonly installation: string;
  readonly astronomer: Astronomer;
  /** Only for Deployments of these Workspaces; all others count as living. */
  readonly isMeant?: (deployment: Deployment) => boolean;
}

/** What the rules would have to say for everything to stay as it stands. */
export function proposeRules(
  deployments: readonly Deployment[],
  estate: Estate,
  { installation, astronomer, isMeant = () => true }: ProposalOptions,
): Proposal {
  const finds = allFinds(estate, installation);
  const identities = new Set(deployments.flatMap(identitiesOf));
  const known = guarded(finds.filter(({ principal }) => identities.has(principal)));
  const meant = deployments.filter(isMeant);
  const reaching = meant.map((one) => reachingIn(one, known.finds, astronomer));
  const targets = proposedTargets(
    reaching.flatMap(({ gifts }) => gifts),
    new Map(estate.policies.map(({ name, project }) => [name, project])),
  );
  const { rules, unnamed } = proposedRules(meant, reachWith(targets, reaching));
  const reached = new Set(rules.flatMap(({ reach }) => reach));
  return {
    targets: targets.filter(({ name }) => reached.has(name)),
    rules,
    leftOut: [
      ...reaching.flatMap(({ leftOut }) => leftOut),
      ...unnamed.flatMap((one) => untold(one, known.finds)),
    ],
    orphans: orphansIn(finds, identities, astronomer),
    warnings: [
      ...known.warnings,
      ...wideOpen(finds, astronomer),
      ...reaching.flatMap(({ warnings }) => warnings),
    ],
  };
}

function allFinds({ roles, policies, datasets }: Estate, installation: string): Finds {
  return [
    ...roles.flatMap((role) => foundInRole(role, installation)),
    ...policies.flatMap(foundInPolicy),
    ...datasets.flatMap(foundInDataset),
  ];
}

function identitiesOf({ workloadIdentity, drWorkloadIdentity }: Deployment): readonly string[] {
  return [workloadIdentity, drWorkloadIdentity].flatMap((identity) => identity ?? []);
}

/** As `when` takes it; a glob would be another Workspace’s too. */
const WORKSPACE_ID = /^c[a-z0-9]{20,31}$/;

function reachingIn(deployment: Deployment, finds: Finds, astronomer: Astronomer): Reaching {
  const verdict = judgeIdentity(deployment, astronomer);
  const its = identitiesOf(deployment);
  if (verdict.kind !== 'accepted' || !WORKSPACE_ID.test(deployment.workspaceId)) {
    const why =
      verdict.kind === 'refused' ? verdict.problem.text : 'No rule can name its Workspace.';
    return { deployment, gifts: [], leftOut: leaving(deployment, its, finds, why), warnings: [] };
  }
  const reaching = reachingOf(deployment, verdict.identities, finds);
  const unfit = its.filter((one) => verdict.identities.every(({ identity }) => identity !== one));
  const why = verdict.notes.map(({ text }) => text).join(' ');
  const leftOut = [...reaching.leftOut, ...leaving(deployment, unfit, finds, why)];
  return { ...reaching, leftOut };
}

function leaving(
  { name: deployment }: Deployment,
  identities: readonly string[],
  finds: Finds,
  why: string,
): readonly LeftOut[] {
  return finds
    .filter(({ principal }) => identities.includes(principal))
    .map(({ principal, where, what }) => ({ deployment, principal, where, what, why }));
}

function reachWith(targets: readonly ProposedTarget[], reaching: readonly Reaching[]) {
  const names = new Map(targets.map(({ name, gift }) => [giftKey(gift), name]));
  const nameOf = (gift: Gift) => names.get(giftKey(gift)) ?? [];
  const reaches = new Map(
    reaching.map(({ deployment, gifts }) => [deployment.id, gifts.flatMap(nameOf)]),
  );
  return ({ id }: Deployment) => reaches.get(id) ?? [];
}

function untold(deployment: Deployment, finds: Finds): readonly LeftOut[] {
  const given = finds.filter(({ gift }) => gift !== undefined);
  return leaving(deployment, identitiesOf(deployment), given, ALIKE);
}

const ALIKE = 'Its name does not tell it from another Deployment of its Workspace.';
