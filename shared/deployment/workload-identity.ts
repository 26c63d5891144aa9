import type { Problem } from '../policy/plan.ts';
import type { Astronomer } from '../rules/access-rules.ts';
import type { Deployment, Slot } from './deployment.ts';
import {
  azure,
  cloudMismatch,
  customerManaged,
  foreignHome,
  type Home,
  hybridCluster,
  notThisDeployment,
  remoteExecution,
} from './identity-problems.ts';
import { identityCloud, identityShape } from './identity-shape.ts';

export { identityCloud };

export interface SlottedIdentity {
  readonly slot: Slot;
  readonly identity: string;
}

export type IdentityVerdict =
  | {
      readonly kind: 'accepted';
      readonly identities: readonly SlottedIdentity[];
      /** What an operator should hear of, though the primary identity is accepted. */
      readonly notes: readonly Problem[];
    }
  /** Not there yet: Astro is asked again. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly problem: Problem };

/**
 * Whether the identities that Astro tells are genuine, and this very Deployment's: Astronomer's
 * customers share its accounts, so a listed account alone proves nothing.
 */
export function judgeIdentity(deployment: Deployment, astronomer: Astronomer): IdentityVerdict {
  const { workloadIdentity: primary, drWorkloadIdentity: dr } = deployment;
  const unfit = unfitDeployment(deployment);
  if (unfit !== undefined) return { kind: 'refused', problem: unfit };
  if (!primary) return { kind: 'absent' };
  const problem = problemOf({ slot: 'primary', identity: primary }, deployment, astronomer);
  if (problem !== undefined) return { kind: 'refused', problem };

  const identities: SlottedIdentity[] = [{ slot: 'primary', identity: primary }];
  if (!dr || dr === primary) return { kind: 'accepted', identities, notes: [] };
  const second: SlottedIdentity = { slot: 'dr', identity: dr };
  const note = problemOf(second, deployment, astronomer);
  if (note !== undefined) return { kind: 'accepted', identities, notes: [note] };
  return { kind: 'accepted', identities: [...identities, second], notes: [] };
}

function unfitDeployment(deployment: Deployment): Problem | undefined {
  if (deployment.remoteExecution) return remoteExecution(deployment);
  return deployment.cloud === 'azure' ? azure(deployment) : undefined;
}

function problemOf(
  told: SlottedIdentity,
  { namespace, cloud }: Deployment,
  { awsAccounts, gcpProjects }: Astronomer,
): Problem | undefined {
  const shape = identityShape(told.identity);
  const its = identityCloud(told.identity);
  if (shape.kind === 'unknown' || its === undefined) return customerManaged(told);
  if (shape.kind === 'azure' || its !== cloud) return cloudMismatch(told, cloud, its);
  if (shape.kind === 'service-account') {
    const home = { list: 'gcpProjects', name: shape.project, listed: gcpProjects } as const;
    return strange(told, shape.name, serviceAccountName(namespace), home);
  }
  if (shape.path !== '/') return customerManaged(told);
  if (shape.name.startsWith('AirflowS3Logs-')) return hybridCluster(told);
  const home = { list: 'awsAccounts', name: shape.account, listed: awsAccounts } as const;
  return strange(told, shape.name, `astro-${namespace}`, home);
}

/** What is wrong with an identity called `name` where `expected` is this Deployment's default. */
function strange(
  told: SlottedIdentity,
  name: string,
  expected: string,
  home: Home & { readonly listed: readonly string[] },
): Problem | undefined {
  const isListed = home.listed.includes(home.name);
  if (name === expected) return isListed ? undefined : foreignHome(told, home);
  // Customers too may call a role of their own `astro-...`: in no account of Astronomer's, it is theirs.
  return isListed && name.startsWith('astro-')
    ? notThisDeployment(told, expected)
    : customerManaged(told);
}

/** Google allows 30 characters, and none of them a hyphen at the end. */
function serviceAccountName(namespace: string): string {
  return `astro-${namespace}`.slice(0, 30).replace(/-+$/, '');
}

/** The member of an allow policy that a service account is. */
export function memberOf(email: string): string {
  return `serviceAccount:${email}`;
}
