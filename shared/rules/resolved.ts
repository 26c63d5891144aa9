import type { Deployment } from '../deployment/deployment.ts';
import type { ConnectionRule, Target } from './access-rules.ts';
import { projectOf } from './kinds.ts';
import { roleName } from './role-name.ts';
import type { Specification } from './specification.ts';

/**
 * What the target gives to this Deployment. Lists are sorted: their order in the file is no
 * difference that asks for another approval.
 */
export function specificationOf(target: Target, deployment: Deployment): Specification {
  const { name: _n, cloud: _c, connection: _to, drift: _d, adopt: _a, ...grant } = target;
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
    case 'gcpDataset':
      return { ...grant, roles: grant.roles.toSorted() };
    default:
      return grant;
  }
}

/** The connection with its region or project, as far as they are known. */
export function connectionOf(
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
  if (target.kind === 'gcpProject' || target.kind === 'gcpDataset') return target.project;
  return target.kind === 'gcpImpersonate' ? projectOf(target.serviceAccount) : undefined;
}
