import type { Deployment, Slot } from '../deployment/deployment.ts';
import type { Placement } from '../policy/claim.ts';
import type { Problem } from '../policy/plan.ts';
import type { ConnectionRule, Drift, Mode } from '../rules/access-rules.ts';

/** One thing that a Deployment should reach. Written by `decide-access`, inside its Deployment. */
export interface Want extends Placement {
  readonly accessId: string;
  readonly targetKey: string;
  /** The target's name in the access rules. */
  readonly target: string;
  readonly rule: string;
  readonly slot: Slot;
  readonly mode: Mode;
  readonly connection?: ConnectionRule;
  readonly drift: Drift;
  /** When it ends: nobody wants it any more, but it stays until then. */
  readonly until?: string;
  /** Since when it ends: what was decided before says nothing about that. */
  readonly endingSince?: string;
  /** Take over what somebody gave by hand. Absent in what was decided before there was a choice. */
  readonly adopt?: boolean;
  /** No rule gives it any more, and somebody said that it stays. */
  readonly kept?: true;
  /** It would end, but too many would: it stays until a person has confirmed. */
  readonly withheld?: true;
}

/** Where an access has its row. */
export interface AccessPlace {
  readonly accessId: string;
  readonly targetKey: string;
}

/** Written by `decide-access` alone, conditionally on the number it took before it asked Astro. */
export interface DeploymentItem {
  readonly deploymentId: string;
  /** The number that the newest `decide-access` took; an overtaken one holds a lower one. */
  readonly ticket: number;
  /** Absent until the first decision is written. */
  readonly decided?: Decided;
}

export interface Decided {
  readonly at: string;
  readonly deployment: Deployment;
  readonly rules: { readonly digest: string; readonly commit?: string };
  readonly wants: readonly Want[];
  /** No longer wanted, and not seen to be taken back yet. */
  readonly leaving?: readonly AccessPlace[];
  /** Why it gets nothing, where it gets nothing. */
  readonly nothing?: Problem;
  /** Why one of its two identities gets nothing, where the other does. */
  readonly notes?: readonly Problem[];
  /** How often it was sent on without all of its accesses having settled. */
  readonly reminders: number;
}

export type AccessState = 'pending' | 'waiting' | 'granted' | 'refused' | 'revoked';

/** Under its target. Created empty by `decide-access`; from then on `grant-access` alone writes it. */
export interface AccessItem {
  readonly accessId: string;
  readonly deploymentId: string;
  readonly targetKey: string;
  readonly createdAt: string;
  readonly state: AccessState;
  /** When the state was entered. */
  readonly since: string;
  /** Written before IAM is, so that a crash leaves a trace. */
  readonly placed: readonly Placement[];
  /** What we took out of a policy that others write too, until it was seen that it stays out. */
  readonly taken?: readonly Placement[];
  /** Our last write to IAM for it, noted before it was made: what is read soon after may be older. */
  readonly wrote?: { readonly at: string; readonly what: 'adding' | 'removing' };
  /** The digest of the order that this state answers; another order makes it unsettled. */
  readonly answers?: string;
  readonly reason?: Problem;
  readonly notices?: readonly Problem[];
  /** When we put back what somebody else had taken out, of the last day. */
  readonly repairs?: readonly string[];
  /** In the policy by somebody else's hand. */
  readonly byHand?: boolean;
  /** How often it has waited, and since when. */
  readonly waits?: { readonly count: number; readonly since: string };
  /** What granting it would have changed when it was last looked at, for whoever is to approve it. */
  readonly proposal?: PolicyChange;
  /** What somebody else was last seen to have changed about it, and whether we put it back. */
  readonly drift?: PolicyChange & { readonly repaired: boolean };
}

/** A change of a policy in a person's words: lines, those that go with `-` and those that come with `+`. */
export interface PolicyChange {
  readonly at: string;
  readonly diff: string;
}

/**
 * `released`: as the access rules say, as if nobody had decided. `kept`: of what would end, it does
 * not, though no rule gives it.
 */
export type Verdict = 'approved' | 'denied' | 'held' | 'released' | 'kept';

/** Written by `answer-slack` and `operate`; outlives re-deciding, and holds for one specification. */
export interface DecisionItem {
  readonly accessId: string;
  readonly verdict: Verdict;
  readonly by: string;
  readonly at: string;
  /** Of the placement that was decided on: another one needs another decision. */
  readonly placement: string;
}
