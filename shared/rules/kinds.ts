import type { Target, TargetGrant } from './access-rules.ts';

/** Every kind of grant, with its cloud. */
export const CLOUD_OF: Readonly<Record<TargetGrant['kind'], Target['cloud']>> = {
  awsOwnRole: 'aws',
  awsSharedRole: 'aws',
  gcpProject: 'gcp',
  gcpBucket: 'gcp',
  gcpDataset: 'gcp',
  gcpImpersonate: 'gcp',
};

export const KINDS = [
  'awsOwnRole',
  'awsSharedRole',
  'gcpProject',
  'gcpBucket',
  'gcpDataset',
  'gcpImpersonate',
] as const;

/** The kinds of grant that a target names, whether or not they are well formed. */
export function kindsOf(target: object): readonly TargetGrant['kind'][] {
  return KINDS.filter((kind) => Object.hasOwn(target, kind));
}

/** The cloud of a target in the file; `undefined` where its grants do not say or disagree. */
export function cloudOf(target: object): Target['cloud'] | undefined {
  const clouds = new Set(kindsOf(target).map((kind) => CLOUD_OF[kind]));
  return clouds.size === 1 ? [...clouds][0] : undefined;
}

/** The account of an IAM ARN; empty where there is none. */
export function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** The project that a service account lives in: `acme-analytics`, or `acme.com:analytics`. */
export function projectOf(serviceAccount: string): string {
  const host = serviceAccount.slice(serviceAccount.indexOf('@') + 1);
  const [project = '', ...domain] = host.replace(/\.iam\.gserviceaccount\.com$/, '').split('.');
  return domain.length === 0 ? project : `${domain.join('.')}:${project}`;
}
