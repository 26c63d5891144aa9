import type { Connection } from '../../shared/handover/connection.ts';
import type { ToMake } from '../../shared/handover/way.ts';

export const INSTALLATION = 'prod';
export const ROLE = 'arn:aws:iam::999988887777:role/redshift-loader';

export const AWS: Connection = {
  id: 'redshift',
  type: 'aws',
  typeName: 'Amazon Web Services',
  extra: {
    role_arn: ROLE,
    region_name: 'eu-west-1',
    assume_role_kwargs: { ExternalId: "acme's" },
  },
};
export const OTHER: Connection = { ...AWS, extra: { role_arn: `${ROLE}-2` } };
export const GOOGLE: Connection = {
  id: 'analytics',
  type: 'google_cloud_platform',
  typeName: 'Google Cloud',
  extra: { project: 'acme-analytics', impersonation_chain: 'loader@acme.iam.gserviceaccount.com' },
};

/** What somebody has put there, and in whose name its description speaks. */
export interface There {
  readonly type?: string;
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly description?: string;
  readonly login?: string;
}

/** What stands there, read by other means than those under test. */
export interface Found {
  readonly type: string;
  readonly extra: unknown;
  readonly description: string;
  readonly login: string | null;
}

export const MARKED = `made by deployment-authorizer ${INSTALLATION}`;

export function wanted(
  deploymentId: string,
  connection: Connection,
  options: Partial<ToMake> = {},
): ToMake {
  return { deploymentId, connection, replace: false, ...options };
}
