import type { Deployment } from '../../shared/deployment/deployment.ts';
import type { AccessItem, Decided, Want } from '../../shared/record/items.ts';
import type { Clock } from '../../shared/runtime/clock.ts';

export const AT = '2026-03-01T12:00:00.000Z';
export const LATER = '2026-03-01T12:05:00.000Z';
export const TARGET = 'aws-shared-role/arn:aws:iam::999988887777:role/redshift#loader';
export const IDENTITY = 'arn:aws:iam::111122223333:role/astro-fiery-nebula-1234';
const ROLE = 'arn:aws:iam::999988887777:role/redshift#loader';

/** Does not wait. */
export const clock: Clock = { now: () => new Date(AT), sleep: async () => {} };

export const placement = {
  identity: IDENTITY,
  specification: { kind: 'awsSharedRole', role: ROLE },
} as const;

export const want: Want = {
  ...placement,
  accessId: 'access-1',
  targetKey: TARGET,
  target: 'redshift',
  rule: 'etl-aws',
  slot: 'primary',
  mode: 'apply',
  drift: 'repair',
};

const deployment: Deployment = {
  id: 'deployment-1',
  name: 'etl-prod',
  namespace: 'fiery-nebula-1234',
  organizationId: 'organization',
  workspaceId: 'workspace',
  type: 'DEDICATED',
  cloud: 'aws',
  status: 'HEALTHY',
  remoteExecution: false,
  workloadIdentity: IDENTITY,
  airflowVersion: '3.0.1',
  createdAt: AT,
};

export const decided = (more: Partial<Decided> = {}): Decided => ({
  at: AT,
  deployment,
  rules: { digest: 'digest' },
  wants: [want],
  reminders: 0,
  ...more,
});

export const access = (more: Partial<AccessItem> = {}): AccessItem => ({
  accessId: 'access-1',
  deploymentId: 'deployment-1',
  targetKey: TARGET,
  createdAt: AT,
  state: 'pending',
  since: AT,
  placed: [],
  ...more,
});
