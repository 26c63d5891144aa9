import type { Cloud, Slot } from '../deployment/deployment.ts';
import type { Connection } from '../handover/connection.ts';
import type { Problem } from '../policy/plan.ts';
import type { HandedOver } from '../record/handovers.ts';
import type { AccessState, PolicyChange } from '../record/items.ts';
import type { Approval, Create, Endpoints, Mode, Via } from '../rules/access-rules.ts';
import type { Specification } from '../rules/specification.ts';

/** Everything that the message about one Deployment shows, and nothing else. */
export interface DeploymentView {
  readonly deploymentId: string;
  readonly name: string;
  readonly cloud: Cloud;
  readonly region?: string;
  readonly workspaceName?: string;
  readonly createdBy?: string;
  readonly identities: readonly { readonly slot: Slot; readonly identity: string }[];
  readonly accesses: readonly AccessView[];
  /** Why it gets nothing, where it gets nothing. */
  readonly nothing?: Problem;
  /** What else its owner should know. */
  readonly notes?: readonly Problem[];
  readonly links: { readonly airflow?: string; readonly astro: string };
  readonly installation: string;
  readonly rulesCommit?: string;
  /** Slack's ids of those who approve and are called when something is stuck. */
  readonly approvers: readonly string[];
  /** Where buttons would lead nowhere, the message names commands instead. */
  readonly endpoints: Endpoints;
  /** Airflow's major version, where Astro tells it: its pages have other addresses in each. */
  readonly airflow?: 2 | 3;
}

export interface AccessView {
  readonly accessId: string;
  readonly target: string;
  readonly rule: string;
  readonly slot: Slot;
  readonly mode: Mode;
  readonly identity: string;
  readonly specification: Specification;
  readonly state: AccessState;
  /** ISO 8601: since when it is in this state. */
  readonly since: string;
  readonly reason?: Problem;
  readonly notices: readonly Problem[];
  /** When it is tried next. */
  readonly due?: string;
  /** When a person is called, if it still waits then; of an approval, until when it can be given. */
  readonly deadline?: string;
  /** When it ends, though it is still there. */
  readonly until?: string;
  readonly byHand: boolean;
  /** It was denied, and nothing of it was there to be taken. */
  readonly ungiven?: true;
  readonly connection?: Connection;
  /** How its connection comes into Airflow, and how far that is. */
  readonly handover?: {
    readonly create: Create;
    readonly via: Via;
    readonly done?: HandedOver;
    /** Somebody has asked for this very connection, and got no answer yet. */
    readonly asked?: true;
  };
  /** What a press on this access is about: a press made for another one does nothing. */
  readonly revision: string;
  /** Whether Slack's buttons may approve it. */
  readonly approval: Approval;
  readonly approvers: readonly string[];
  /** Somebody said that it stays, though no rule gives it. */
  readonly kept?: true;
  readonly proposal?: PolicyChange;
  readonly drift?: PolicyChange & { readonly repaired: boolean };
}
