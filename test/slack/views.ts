import type { Connection } from '../../shared/handover/connection.ts';
import { connectionOf } from '../../shared/handover/connection-of.ts';
import type { HandedOver } from '../../shared/record/handovers.ts';
import type { Specification } from '../../shared/rules/specification.ts';
import { digest } from '../../shared/runtime/json.ts';
import type { AccessView, DeploymentView } from '../../shared/slack/view.ts';

export const IDENTITY = 'arn:aws:iam::111122223333:role/astro-fiery-nebula-1234';
export const OWN_ROLE: Specification = {
  kind: 'awsOwnRole',
  account: '999988887777',
  roleName: 'airflow-fiery-nebula-1234',
  policies: ['arn:aws:iam::999988887777:policy/lake-read'],
  deploymentId: 'clmk',
};
export const SHARED_ROLE: Specification = {
  kind: 'awsSharedRole',
  role: 'arn:aws:iam::999988887777:role/redshift-loader',
};

/** An access that is granted, unless told otherwise. */
export function access(more: Partial<AccessView> = {}): AccessView {
  const specification = more.specification ?? OWN_ROLE;
  return {
    accessId: 'acc-1',
    target: 'lake',
    rule: 'etl-aws',
    slot: 'primary',
    mode: 'apply',
    identity: IDENTITY,
    specification,
    state: 'granted',
    since: '2026-03-06T14:02:11.000Z',
    notices: [],
    byHand: false,
    revision: '0123456789abcdef',
    approval: 'slack',
    approvers: ['S0PLATFORM'],
    connection: connectionOf(specification, { id: 'aws_lake' }, 'prod', 'eu-west-1'),
    handover: { create: 'ask', via: 'environment-manager' },
    ...more,
  };
}

export function view(
  accesses: readonly AccessView[],
  more: Partial<DeploymentView> = {},
): DeploymentView {
  return {
    deploymentId: 'clmk',
    name: 'etl-prod',
    cloud: 'aws',
    region: 'eu-west-1',
    workspaceName: 'Data',
    createdBy: 'jane@acme.com',
    identities: [{ slot: 'primary', identity: IDENTITY }],
    accesses,
    links: {
      airflow: 'https://clmk.astronomer.run/d',
      astro: 'https://cloud.astronomer.io/w/deployments/clmk/overview',
    },
    installation: 'prod',
    rulesCommit: '3f2c1a9b7d',
    endpoints: 'public',
    approvers: ['S0PLATFORM'],
    ...more,
  };
}

/** How a connection comes into Airflow, and what became of it as it is now. */
export function handover(
  connection: Connection | undefined,
  state?: HandedOver['state'],
  more: Partial<HandedOver> = {},
): NonNullable<AccessView['handover']> {
  const via = more.via ?? 'environment-manager';
  if (state === undefined) return { create: 'ask', via };
  const done: HandedOver = {
    accessId: 'acc-1',
    connectionId: connection?.id ?? 'aws_lake',
    via,
    state,
    at: '2026-03-06T14:03:00.000Z',
    connection: digest(connection),
    ...more,
  };
  return { create: 'ask', via, done };
}
