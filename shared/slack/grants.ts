import type { Specification } from '../rules/specification.ts';
import { code } from './mrkdwn.ts';

const SHOWN = 4;

/** What an identity is given on a target, in words that both clouds' people use. */
export function grantsOf(specification: Specification): string {
  switch (specification.kind) {
    case 'awsOwnRole': {
      const { roleName, policies, permissionsBoundary } = specification;
      const boundary =
        permissionsBoundary === undefined ? '' : `, boundary ${code(tail(permissionsBoundary))}`;
      return `own role ${code(roleName)}, ${several('policy', 'policies', policies.map(tail))}${boundary}`;
    }
    case 'awsSharedRole': {
      const [, , , , account = ''] = specification.role.split(':');
      const external = specification.externalId === undefined ? '' : ' with an ExternalId';
      return `joins role ${code(tail(specification.role))} (${code(account, 40)})${external}`;
    }
    case 'gcpProject':
      return `${several('role', 'roles', specification.roles)} on project ${code(specification.project)}`;
    case 'gcpBucket':
      return `${several('role', 'roles', specification.roles)} on bucket ${code(specification.bucket)}`;
    case 'gcpDataset': {
      const { project, dataset, roles } = specification;
      return `${several('role', 'roles', roles)} on dataset ${code(`${project}.${dataset}`)}`;
    }
    case 'gcpImpersonate':
      return `may impersonate ${code(specification.serviceAccount)}`;
  }
}

/** The name at the end of an ARN or of a path. */
export function tail(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function several(one: string, many: string, names: readonly string[]): string {
  if (names.length === 0) return `no ${one}`;
  const shown = names.slice(0, SHOWN).map((name) => code(name));
  const rest = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `${names.length === 1 ? one : many} ${shown.join(', ')}${rest}`;
}
