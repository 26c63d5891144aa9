import type { Deployment, Slot } from '../deployment/deployment.ts';
import type { AccessRules, ConnectionRule, Mode, Target } from './access-rules.ts';
import { strictest } from './checked.ts';
import { projectOf } from './kinds.ts';
import { matchRules } from './match.ts';
import { roleName } from './role-name.ts';
import { type Specification, targetKey } from './specification.ts';
import type { WantSeed, Wants } from './want.ts';

export interface SlottedIdentity {
  readonly slot: Slot;
  readonly identity: string;
}

/** What each identity of a Deployment should reach: one want for each target, however many rules. */
export function wantsOf(
  deployment: Deployment,
  identities: readonly SlottedIdentity[],
  rules: AccessRules,
): Wants {
  const reached = reachedTargets(deployment, rules);
  const own = reached.filter(({ target }) => target.cloud === deployment.cloud);
  const foreign = reached.filter(({ target }) => target.cloud !== deployment.cloud);
  return {
    wants: own.flatMap((reach) =>
      identities.map((identity) => seed(deployment, identity, reach, rules)),
    ),
    notApplicable: foreign.map(({ rule, target }) => ({
      rule,
      target: target.name,
      why: `${target.name} is on ${target.cloud}, and ${deployment.name} runs on ${deployment.cloud}`,
    })),
  };
}

interface Reach {
  readonly target: Target;
  readonly rule: string;
  readonly mode: Mode;
}

/** In the order in which the file first reaches them. */
function reachedTargets(deployment: Deployment, rules: AccessRules): readonly Reach[] {
  const reached = new Map<string, Reach>();
  for (const { name: rule, mode, reach } of matchRules(deployment, rules)) {
    for (const name of reach) {
      const target = rules.targets[name];
      if (target === undefined) continue;
      const before = reached.get(name);
      reached.set(name, {
        target,
        rule: before?.rule ?? rule,
        mode: strictest([mode, before?.mode ?? mode]),
      });
    }
  }
  return [...reached.values()];
}

function seed(
  deployment: Deployment,
  { slot, identity }: SlottedIdentity,
  { target, rule, mode }: Reach,
  rules: AccessRules,
): WantSeed {
  const specification = specificationOf(target, deployment);
  const connection = connectionOf(target, deployment, rules.defaults.region);
  return {
    targetKey: targetKey(specification),
    target: target.name,
    rule,
    slot,
    identity,
    specification,
    mode,
    ...(connection && { connection }),
  };
}

/** Lists are sorted: their order in the file is no difference that asks for another approval. */
function specificationOf(target: Target, deployment: Deployment): Specification {
  const { name: _name, cloud: _cloud, connection: _connection, ...grant } = target;
  switch (grant.kind) {
    case 'awsOwnRole':
      return {
        ...grant,
        roleName: roleName(grant.roleName, deployment),
        policies: grant.policies.toSorted(),
        deploymentId: deployment.id,
      };
    case 'gcpProject':
    case 'gcpBucket':
      return { ...grant, roles: grant.roles.toSorted() };
    default:
      return grant;
  }
}

function connectionOf(
  target: Target,
  deployment: Deployment,
  defaultRegion: string | undefined,
): ConnectionRule | undefined {
  const { connection } = target;
  if (connection === undefined) return undefined;
  if (target.cloud === 'aws') {
    const region = connection.region ?? deployment.region ?? defaultRegion;
    return { ...connection, ...(region !== undefined && { region }) };
  }
  const project = connection.project ?? ownProject(target);
  return { ...connection, ...(project !== undefined && { project }) };
}

function ownProject(target: Target): string | undefined {
  if (target.kind === 'gcpProject') return target.project;
  return target.kind === 'gcpImpersonate' ? projectOf(target.serviceAccount) : undefined;
}
