import type { Deployment, Slot } from '../deployment/deployment.ts';
import type { Placement } from '../policy/claim.ts';
import type { Problem } from '../policy/plan.ts';
import type { ConnectionRule, Drift, Mode, Via } from '../rules/access-rules.ts';

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

/** Written by `notify` alone. */
export interface MessageItem {
  readonly deploymentId: string;
  /** Since when a worker is at it: no other one speaks to Slack about it meanwhile. */
  readonly claimedAt?: string;
  readonly channel?: string;
  readonly ts?: string;
  /** The digest of what Slack shows; of one of the baseline, of what it would say. */
  readonly shown?: string;
  /** The messages of its thread, in order. */
  readonly thread?: readonly { readonly ts: string; readonly shown: string }[];
  /** A post of which nobody has written down yet what became of it. */
  readonly posting?: Posting;
  /** Where it was before, until it says there where it is now. */
  readonly left?: readonly MessagePlace[];
  /** The channel of its rules that does not take it, and Slack's word for why. */
  readonly refused?: { readonly channel: string; readonly reason: string };
  /** By access id, the last change by hand that the thread tells of. */
  readonly drifts?: Readonly<Record<string, string>>;
  readonly failures?: number;
  /** How often somebody was called about what waits for a person, when last, and by which message. */
  readonly calls?: {
    readonly count: number;
    /** Before the first call: since when it waits. */
    readonly last: string;
    readonly about: string;
    readonly ts?: string;
  };
  /** There when the installation was new, and told of in one summary: no message until it changes. */
  readonly baseline?: true;
}

export interface MessagePlace {
  readonly channel: string;
  readonly ts: string;
}

/** Written down before the post is made, so that it can be looked for. */
export interface Posting {
  /** What part of the message it is: its head, or one of its thread. */
  readonly part: string;
  readonly channel: string;
  /** Of a part of the thread: the message that it stands under. */
  readonly threadTs?: string;
  readonly at: string;
}

/** That a person wants a connection made. Written by `answer-slack` and `operate`. */
export interface ConnectionAsk {
  readonly accessId: string;
  readonly deploymentId: string;
  readonly by: string;
  readonly at: string;
  /** One of the same id that is not ours may be replaced. */
  readonly replace: boolean;
  /** The digest of the connection that was shown: another one needs another asking. */
  readonly connection: string;
}

/** What became of a Deployment's connections. Written by `hand-over` alone. */
export interface HandoverItem {
  readonly deploymentId: string;
  readonly connections: readonly HandedOver[];
}

export interface HandedOver {
  readonly accessId: string;
  readonly connectionId: string;
  readonly via: Via;
  /** `taken`: there is one of the same id that is not ours, and it was left alone. */
  readonly state: 'created' | 'waiting' | 'taken' | 'refused';
  /** When the state was entered. */
  readonly at: string;
  /** The digest of the connection that was made, or is to be. */
  readonly connection: string;
  /** Astro's id of the environment object that we made. */
  readonly objectId?: string;
  readonly reason?: Problem;
  /** How often it was tried in a row without getting anywhere. */
  readonly attempts?: number;
  /** When it is tried again. */
  readonly due?: string;
  /** When the asking was that this answers; one made since is another asking. */
  readonly answers?: string;
}
