import type { Deployment, Slot } from '../deployment/deployment.ts';
import type { AccessRules, ConnectionRule, Drift, Mode, Target } from './access-rules.ts';
import { strictest } from './checked.ts';
import { matchRules } from './match.ts';
import { connectionOf, specificationOf } from './resolved.ts';
import { type Specification, targetKey } from './specification.ts';

/** One thing that one identity of a Deployment should reach, as the rules alone say it. */
export interface WantSeed {
  readonly targetKey: string;
  /** The target's name in the access rules. */
  readonly target: string;
  /** The first rule of the file that reaches it. */
  readonly rule: string;
  readonly slot: Slot;
  readonly identity: string;
  readonly specification: Specification;
  /** The strictest of all rules that reach it. */
  readonly mode: Mode;
  /** With its region or project filled in, as far as they are known. */
  readonly connection?: ConnectionRule;
  readonly drift: Drift;
  readonly adopt: boolean;
}

/** A target that a matching rule reaches, and that this Deployment cannot. */
export interface NotApplicable {
  readonly rule: string;
  readonly target: string;
  readonly why: string;
}

export interface Wants {
  readonly wants: readonly WantSeed[];
  readonly notApplicable: readonly NotApplicable[];
}

export interface SlottedIdentity {
  readonly slot: Slot;
  readonly identity: string;
}

/** What each identity of a Deployment should reach: one want for each target, however many rules. */
export function wantsOf(
  deployment: Deployment,
  identities: readonly SlottedIdentity[],
  rules: AccessRules,
): Wants {
  const reached = reachedTargets(deployment, rules);
  const own = reached.filter(({ target }) => target.cloud === deployment.cloud);
  const foreign = reached.filter(({ target }) => target.cloud !== deployment.cloud);
  return {
    wants: own.flatMap((reach) =>
      identities.map((identity) => seed(deployment, identity, reach, rules)),
    ),
    notApplicable: foreign.map(({ rule, target }) => ({
      rule,
      target: target.name,
      why: `${target.name} is on ${target.cloud}, and ${deployment.name} runs on ${deployment.cloud}`,
    })),
  };
}

interface Reach {
  readonly target: Target;
  readonly rule: string;
  readonly mode: Mode;
}

/** In the order in which the file first reaches them. */
function reachedTargets(deployment: Deployment, rules: AccessRules): readonly Reach[] {
  const reached = new Map<string, Reach>();
  for (const { name: rule, mode, reach } of matchRules(deployment, rules)) {
    for (const name of reach) {
      const target = rules.targets[name];
      if (target === undefined) continue;
      const before = reached.get(name);
      reached.set(name, {
        target,
        rule: before?.rule ?? rule,
        mode: strictest([mode, before?.mode ?? mode]),
      });
    }
  }
  return [...reached.values()];
}

function seed(
  deployment: Deployment,
  { slot, identity }: SlottedIdentity,
  { target, rule, mode }: Reach,
  rules: AccessRules,
): WantSeed {
  const specification = specificationOf(target, deployment);
  const connection = connectionOf(target, deployment, rules.defaults.region);
  return {
    targetKey: targetKey(specification),
    target: target.name,
    rule,
    slot,
    identity,
    specification,
    mode,
    drift: target.drift,
    adopt: target.adopt,
    ...(connection && { connection }),
  };
}
