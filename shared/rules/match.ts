import type { Deployment } from '../deployment/deployment.ts';
import type { AccessRules, Condition, Rule } from './access-rules.ts';
import { globMatches } from './glob.ts';

/** The rules that say what this Deployment should reach, in the order of the file. */
export function matchRules(deployment: Deployment, { rules }: AccessRules): readonly Rule[] {
  const facts = factsOf(deployment);
  return rules.filter(
    ({ when, unless }) =>
      holds(when, facts, 'unmatched') && !(unless && holds(unless, facts, 'matched')),
  );
}

export type Facts = { readonly [Key in keyof Condition]: string | undefined };

/** What a condition can ask about; absent is what Astro did not tell. */
export function factsOf(deployment: Deployment): Facts {
  return {
    workspaceId: deployment.workspaceId,
    workspace: deployment.workspaceName,
    deployment: deployment.name,
    clusterId: deployment.clusterId,
    cluster: deployment.clusterName,
    region: deployment.region,
    cloud: deployment.cloud,
    type: deployment.type,
  };
}

export const KEYS = [
  'workspaceId',
  'workspace',
  'deployment',
  'clusterId',
  'cluster',
  'region',
  'cloud',
  'type',
] as const;

/** Whether every key that is given matches. What Astro did not tell counts as `unknown` says. */
function holds(condition: Condition, facts: Facts, unknown: 'matched' | 'unmatched'): boolean {
  return KEYS.every((key) => {
    const pattern = condition[key];
    const fact = facts[key];
    if (pattern === undefined) return true;
    return fact === undefined ? unknown === 'matched' : globMatches(pattern, fact);
  });
}
