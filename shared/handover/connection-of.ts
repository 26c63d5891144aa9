import type { ConnectionRule } from '../rules/access-rules.ts';
import type { Specification } from '../rules/specification.ts';
import type { Connection } from './connection.ts';
import { ownRoleArn } from './own-role-arn.ts';

/**
 * The Airflow connection with which a Deployment uses what it was given; `usual`, a region, counts where the
 * rule names none.
 */
export function connectionOf(
  specification: Specification,
  rule: Pick<ConnectionRule, 'id' | 'region' | 'project'>,
  installation: string,
  usual?: string,
): Connection {
  const region = rule.region ?? usual;
  switch (specification.kind) {
    case 'awsOwnRole':
      return aws(rule.id, ownRoleArn(specification, installation, region), region, specification);
    case 'awsSharedRole':
      return aws(rule.id, specification.role, region, specification);
    case 'gcpProject':
    case 'gcpDataset':
      return google(rule.id, rule.project ?? specification.project);
    case 'gcpBucket':
      return google(rule.id, rule.project);
    case 'gcpImpersonate': {
      const { serviceAccount } = specification;
      const project = rule.project ?? projectOf(serviceAccount);
      return google(rule.id, project, { impersonation_chain: serviceAccount });
    }
  }
}

function aws(
  id: string,
  roleArn: string,
  region: string | undefined,
  { externalId }: { readonly externalId?: string },
): Connection {
  const extra = {
    role_arn: roleArn,
    ...(region === undefined ? {} : { region_name: region }),
    // Not `external_id`: Airflow passes on to STS only what stands in assume_role_kwargs.
    ...(externalId === undefined ? {} : { assume_role_kwargs: { ExternalId: externalId } }),
  };
  return { id, type: 'aws', typeName: 'Amazon Web Services', extra };
}

/** Without a project Airflow would take the identity's own, which is Astronomer's. */
function google(id: string, project: string | undefined, more: object = {}): Connection {
  const extra = { ...(project === undefined ? {} : { project }), ...more };
  return { id, type: 'google_cloud_platform', typeName: 'Google Cloud', extra };
}

/** The project that a service account's address names; Google's own accounts name none. */
function projectOf(serviceAccount: string): string | undefined {
  const [project, ...domain] =
    /@(.+)\.iam\.gserviceaccount\.com$/.exec(serviceAccount)?.[1]?.split('.') ?? [];
  // An old project of a domain, `acme.com:lake`, stands in the address as `lake.acme.com`.
  return domain.length === 0 ? project : `${domain.join('.')}:${project}`;
}
