import type { Deployment, Slot } from '../../deployment/deployment.ts';
import { judgeIdentity } from '../../deployment/workload-identity.ts';
import type { Problem } from '../../policy/plan.ts';
import type { Want } from '../../record/items.ts';
import { placementDigest } from '../../record/placement.ts';
import type { AccessRules, Mode } from '../../rules/access-rules.ts';
import type { Specification } from '../../rules/specification.ts';
import { type NotApplicable, wantsOf } from '../../rules/want.ts';
import { decide } from '../decide-access/decision.ts';

/** An access as it was before the change: of the record, or of other rules. */
export interface Before {
  readonly accessId: string;
  readonly target: string;
  readonly slot: Slot;
  readonly identity: string;
  readonly specification: Specification;
  readonly mode: Mode;
}

/** What rules make of one Deployment, compared with what it had. */
export interface Effect {
  readonly deploymentId: string;
  readonly name: string;
  readonly cloud: Deployment['cloud'];
  readonly gains: readonly Before[];
  /** They stay for `keep`. */
  readonly loses: readonly Before[];
  /** The same access, given otherwise than before: something else, to another, or in another mode. */
  readonly changes: readonly Before[];
  readonly stays: readonly Before[];
  readonly notApplicable: readonly NotApplicable[];
  /** No rule, or an identity that is refused or not told yet. */
  readonly nothing?: Problem;
}

export function rulesEffect(
  deployment: Deployment,
  rules: AccessRules,
  before: readonly Before[],
): Effect {
  const { wants, nothing } = wantsUnder(deployment, rules);
  // An identity that Astro does not tell takes nothing from anybody.
  const kept = nothing?.code === 'identity-absent' ? before : [];
  const old = new Map(before.map((one) => [one.accessId, one]));
  const now = new Set([...wants, ...kept].map(({ accessId }) => accessId));
  const same = (want: Before) => isSame(want, old.get(want.accessId));
  const { id: deploymentId, name, cloud } = deployment;
  return {
    ...{ deploymentId, name, cloud },
    gains: wants.filter(({ accessId }) => !old.has(accessId)),
    loses: before.filter(({ accessId }) => !now.has(accessId)),
    changes: wants.filter((want) => old.has(want.accessId) && !same(want)),
    stays: [...wants.filter(same), ...kept],
    notApplicable: notApplicableTo(deployment, rules),
    ...(nothing && { nothing }),
  };
}

/** What these rules alone would have it reach. */
export function wantsUnder(
  deployment: Deployment,
  rules: AccessRules,
): { readonly wants: readonly Want[]; readonly nothing?: Problem } {
  const { wants, nothing } = decide({
    deployment,
    rules,
    now: new Date(0),
    before: undefined,
    decisions: new Map(),
    commit: undefined,
  });
  return { wants, ...(nothing && { nothing }) };
}

function isSame(want: Before, old: Before | undefined): boolean {
  return (
    old !== undefined && old.mode === want.mode && placementDigest(old) === placementDigest(want)
  );
}

/** Of one whose identity is refused nothing is given anyhow. */
function notApplicableTo(deployment: Deployment, rules: AccessRules): readonly NotApplicable[] {
  const verdict = judgeIdentity(deployment, rules.astronomer);
  return verdict.kind === 'refused' ? [] : wantsOf(deployment, [], rules).notApplicable;
}
