import type { Specification } from '../rules/specification.ts';
import { code } from './mrkdwn.ts';

const SHOWN = 4;

/** How a name is shown; where nothing is formatted, as it is. */
type Show = (name: string, limit?: number) => string;

/** What an identity is given on a target, in words that both clouds' people use. */
export function grantsOf(specification: Specification, show: Show = code): string {
  const several = severalOf(show);
  switch (specification.kind) {
    case 'awsOwnRole': {
      const { roleName, policies, permissionsBoundary } = specification;
      const boundary =
        permissionsBoundary === undefined ? '' : `, boundary ${show(tail(permissionsBoundary))}`;
      return `own role ${show(roleName)}, ${several('policy', 'policies', policies.map(tail))}${boundary}`;
    }
    case 'awsSharedRole': {
      const [, , , , account = ''] = specification.role.split(':');
      const external = specification.externalId === undefined ? '' : ' with an ExternalId';
      return `joins role ${show(tail(specification.role))} (${show(account, 40)})${external}`;
    }
    case 'gcpProject':
      return `${several('role', 'roles', specification.roles)} on project ${show(specification.project)}`;
    case 'gcpBucket':
      return `${several('role', 'roles', specification.roles)} on bucket ${show(specification.bucket)}`;
    case 'gcpDataset': {
      const { project, dataset, roles } = specification;
      return `${several('role', 'roles', roles)} on dataset ${show(`${project}.${dataset}`)}`;
    }
    case 'gcpImpersonate':
      return `may impersonate ${show(specification.serviceAccount)}`;
  }
}

/** The name at the end of an ARN or of a path. */
export function tail(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function severalOf(show: Show) {
  return (one: string, many: string, names: readonly string[]): string => {
    if (names.length === 0) return `no ${one}`;
    const shown = names.slice(0, SHOWN).map((name) => show(name));
    const rest = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
    return `${names.length === 1 ? one : many} ${shown.join(', ')}${rest}`;
  };
}
