import type { Cloud } from './deployment.ts';

/** What an identity's form tells, and nothing that would have to be looked up. */
export type IdentityShape =
  /** A role: `path` is what stands before its name, `/` where nothing does. */
  | {
      readonly kind: 'role';
      readonly account: string;
      readonly path: string;
      readonly name: string;
    }
  | { readonly kind: 'service-account'; readonly project: string; readonly name: string }
  | { readonly kind: 'azure' }
  | { readonly kind: 'unknown' };

const ROLE =
  /^arn:aws(?:-us-gov|-cn)?:iam::(\d{12}):role(\/(?:[\x21-\x7e]+\/)?)([\w+=,.@-]{1,64})$/;
const SERVICE_ACCOUNT = /^([a-z][a-z0-9-]{4,28}[a-z0-9])@([a-z0-9.-]+)\.iam\.gserviceaccount\.com$/;
const AZURE =
  /^\/subscriptions\/[^/]+\/resourcegroups\/.+\/providers\/microsoft\.managedidentity\//i;

export function identityShape(identity: string): IdentityShape {
  const [, account, path, role] = ROLE.exec(identity) ?? [];
  if (account && path && role) return { kind: 'role', account, path, name: role };
  const [, name, project] = SERVICE_ACCOUNT.exec(identity) ?? [];
  if (name && project) return { kind: 'service-account', name, project };
  return AZURE.test(identity) ? { kind: 'azure' } : { kind: 'unknown' };
}

/** The cloud that an identity of this form lives in; undefined for a form that we do not know. */
export function identityCloud(identity: string): Cloud | undefined {
  const clouds = {
    role: 'aws',
    'service-account': 'gcp',
    azure: 'azure',
    unknown: undefined,
  } as const;
  return clouds[identityShape(identity).kind];
}
