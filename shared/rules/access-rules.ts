import type { Cloud } from '../deployment/deployment.ts';

/** From the most careful to the least; a ceiling cuts down to the more careful. */
export const MODES = ['preview', 'approve', 'apply'] as const;
export type Mode = (typeof MODES)[number];

/** `access-rules.yml`, checked and with its defaults filled in. */
export interface AccessRules {
  readonly version: 1;
  /** Part of our Sid, role path and tags: two installations never touch each other's. */
  readonly installation: string;
  readonly mode: Mode;
  readonly astronomer: Astronomer;
  readonly slack: { readonly channel: string; readonly approvers: readonly string[] };
  readonly defaults: Defaults;
  /** Which cloud's installation tells of the Deployments that nobody owns. */
  readonly reporter: 'aws' | 'gcp';
  readonly unmatched: 'tell' | 'silent';
  /** Whether the functions that anybody can call are there: without them every button is a command. */
  readonly endpoints: Endpoints;
  readonly targets: Readonly<Record<string, Target>>;
  readonly rules: readonly Rule[];
  /** Of the checked content: comments and layout do not change it. */
  readonly digest: string;
}

export const ENDPOINTS = ['public', 'none'] as const;
export type Endpoints = (typeof ENDPOINTS)[number];

/** Where genuine workload identities live. */
export interface Astronomer {
  readonly awsAccounts: readonly string[];
  readonly gcpProjects: readonly string[];
}

export interface Defaults {
  readonly region?: string;
  /** Milliseconds that access stays after a rename or a change of rules. */
  readonly keep: number;
}

export interface ConnectionRule {
  readonly id: string;
  /** Airflow's `region_name`; where absent, the Deployment's region, then the default. */
  readonly region?: string;
  /** Airflow's `project`; where absent, the target's own project. */
  readonly project?: string;
  /** Whether it is made unasked, when somebody asks for it, or never by us. */
  readonly create: Create;
  /** Where it is made. */
  readonly via: Via;
}

export const CREATES = ['auto', 'ask', 'never'] as const;
export type Create = (typeof CREATES)[number];

export const VIAS = ['environment-manager', 'airflow'] as const;
export type Via = (typeof VIAS)[number];

/** What is done about access that somebody else took out of the policy. */
export const DRIFTS = ['repair', 'report'] as const;
export type Drift = (typeof DRIFTS)[number];

export type Target = {
  readonly name: string;
  readonly cloud: Exclude<Cloud, 'azure'>;
  readonly connection?: ConnectionRule;
  readonly drift: Drift;
  /** Take over what somebody gave by hand: from then on it is ours to take back. */
  readonly adopt: boolean;
} & TargetGrant;

/** What the target gives, as written in the file, `{namespace}` not yet filled in. */
export type TargetGrant =
  | {
      readonly kind: 'awsOwnRole';
      readonly account: string;
      /** A template: `{namespace}` or `{id}` make it the Deployment's own; see `role-name.ts`. */
      readonly roleName: string;
      /** ARNs; a bare name in the file is one of the account's own policies. */
      readonly policies: readonly string[];
      readonly permissionsBoundary?: string;
      readonly externalId?: string;
    }
  | { readonly kind: 'awsSharedRole'; readonly role: string; readonly externalId?: string }
  | { readonly kind: 'gcpProject'; readonly project: string; readonly roles: readonly string[] }
  | { readonly kind: 'gcpBucket'; readonly bucket: string; readonly roles: readonly string[] }
  | {
      readonly kind: 'gcpDataset';
      readonly project: string;
      readonly dataset: string;
      readonly roles: readonly string[];
    }
  | { readonly kind: 'gcpImpersonate'; readonly serviceAccount: string };

/** Globs (`*`, `?`) over what a Deployment is; every key that is given must match. */
export interface Condition {
  readonly workspaceId?: string;
  readonly workspace?: string;
  readonly deployment?: string;
  readonly clusterId?: string;
  readonly cluster?: string;
  readonly region?: string;
  readonly cloud?: string;
  readonly type?: string;
}

export interface Rule {
  readonly name: string;
  readonly when: Condition;
  readonly unless?: Condition;
  readonly mode: Mode;
  readonly reach: readonly string[];
  /** Where it is told; absent: the file's own channel. */
  readonly channel?: string;
  /** Who may approve and act in Slack; absent: the file's own. */
  readonly approvers?: readonly string[];
  /** `cli`: no press in Slack approves. */
  readonly approval: Approval;
}

export const APPROVALS = ['slack', 'cli'] as const;
export type Approval = (typeof APPROVALS)[number];
