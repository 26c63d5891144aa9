import type { Deployment } from '../deployment/deployment.ts';
import type { AccessRules, Condition, Rule } from './access-rules.ts';
import { globMatches } from './glob.ts';
import { type Facts, factsOf, KEYS, matchRules } from './match.ts';

/** Whether one rule is for a Deployment, and if not, everything that speaks against it. */
export interface RuleVerdict {
  readonly rule: string;
  readonly matches: boolean;
  /** Empty where it matches. */
  readonly because: readonly string[];
}

export function explainRules(deployment: Deployment, rules: AccessRules): readonly RuleVerdict[] {
  const matching = new Set(matchRules(deployment, rules));
  const facts = factsOf(deployment);
  return rules.rules.map((rule) => {
    const matches = matching.has(rule);
    return { rule: rule.name, matches, because: matches ? [] : against(rule, facts) };
  });
}

function against({ when, unless }: Rule, facts: Facts): readonly string[] {
  const missed = KEYS.flatMap((key) => missing(key, when[key], facts[key]));
  if (missed.length > 0 || unless === undefined) return missed;
  return [`it is left out by unless: ${KEYS.flatMap((key) => met(key, unless, facts)).join(', ')}`];
}

function missing(
  key: (typeof KEYS)[number],
  pattern: string | undefined,
  fact: string | undefined,
): readonly string[] {
  if (pattern === undefined) return [];
  if (fact === undefined) return [`Astro does not tell its ${key}, and the rule wants ${pattern}`];
  return globMatches(pattern, fact) ? [] : [`${key} is ${fact}, and the rule wants ${pattern}`];
}

function met(key: (typeof KEYS)[number], unless: Condition, facts: Facts): readonly string[] {
  const pattern = unless[key];
  if (pattern === undefined) return [];
  const fact = facts[key];
  // What is not known may be what is left out.
  return [
    fact === undefined
      ? `its ${key}, which Astro does not tell, may be ${pattern}`
      : `${key} ${fact} is ${pattern}`,
  ];
}
