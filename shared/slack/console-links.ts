import { ownRoleArn } from '../handover/own-role-arn.ts';
import type { Specification } from '../rules/specification.ts';
import { tail } from './grants.ts';

export interface ConsoleLink {
  readonly url: string;
  /** What it leads to: `AWS role`. */
  readonly kind: string;
  readonly name: string;
}

const AWS_CONSOLES: Readonly<Record<string, string>> = {
  'aws-cn': 'https://console.amazonaws.cn',
  'aws-us-gov': 'https://console.amazonaws-us-gov.com',
};
const GOOGLE_CONSOLE = 'https://console.cloud.google.com';

/** Where the cloud's console shows what was written. */
export function consoleLink(specification: Specification, installation: string): ConsoleLink {
  switch (specification.kind) {
    case 'awsOwnRole':
      return awsRole(ownRoleArn(specification, installation));
    case 'awsSharedRole':
      return awsRole(specification.role);
    case 'gcpProject': {
      const { project } = specification;
      const url = `${GOOGLE_CONSOLE}/iam-admin/iam?project=${part(project)}`;
      return { url, kind: 'Google Cloud project', name: project };
    }
    case 'gcpBucket': {
      const { bucket } = specification;
      const url = `${GOOGLE_CONSOLE}/storage/browser/${part(bucket)};tab=permissions`;
      return { url, kind: 'bucket', name: bucket };
    }
    case 'gcpDataset': {
      const { project, dataset } = specification;
      const url = `${GOOGLE_CONSOLE}/bigquery?p=${part(project)}&d=${part(dataset)}&page=dataset`;
      return { url, kind: 'BigQuery dataset', name: dataset };
    }
    case 'gcpImpersonate': {
      const { serviceAccount } = specification;
      const url = `${GOOGLE_CONSOLE}/iam-admin/serviceaccounts/details/${part(serviceAccount)}/permissions`;
      return { url, kind: 'service account', name: serviceAccount };
    }
  }
}

/** The console asks for the account itself; its address has no place for it. */
function awsRole(arn: string): ConsoleLink {
  const [, partition = ''] = arn.split(':');
  const console = AWS_CONSOLES[partition] ?? 'https://console.aws.amazon.com';
  const name = tail(arn);
  return {
    url: `${console}/iam/home#/roles/details/${part(name)}?section=trust_relationships`,
    kind: 'AWS role',
    name,
  };
}

function part(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}
