import type { Deployment } from '../deployment/deployment.ts';
import type { AccessRules, Approval } from './access-rules.ts';
import { strictest } from './checked.ts';
import { matchRules } from './match.ts';

/** Who decides on one access, and where. */
export interface Say {
  /** Slack's ids of users and user groups. */
  readonly approvers: readonly string[];
  readonly approval: Approval;
}

/**
 * As the rules say now: of several rules that give the same, the most careful one names who
 * approves, and one that wants the command line is enough.
 */
export function sayOver(deployment: Deployment, target: string, rules: AccessRules): Say {
  const giving = matchRules(deployment, rules).filter(({ reach }) => reach.includes(target));
  const mode = strictest(giving.map((rule) => rule.mode));
  const careful = giving.find((rule) => rule.mode === mode);
  return {
    approvers: careful?.approvers ?? rules.slack.approvers,
    approval: giving.some(({ approval }) => approval === 'cli') ? 'cli' : 'slack',
  };
}

/** Where a Deployment is told of: the first of its rules that names a channel says so. */
export function channelOf(deployment: Deployment, rules: AccessRules): string {
  const named = matchRules(deployment, rules).find(({ channel }) => channel !== undefined);
  return named?.channel ?? rules.slack.channel;
}
