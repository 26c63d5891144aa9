import type { Cloud, Deployment } from '../../deployment/deployment.ts';
import { withKnownRegion } from '../../deployment/known-region.ts';
import { judgeIdentity } from '../../deployment/workload-identity.ts';
import type { Problem } from '../../policy/plan.ts';
import type { Decided, DecisionItem, Want } from '../../record/items.ts';
import type { AccessRules } from '../../rules/access-rules.ts';
import { type WantSeed, wantsOf } from '../../rules/want.ts';
import { after } from '../../runtime/clock.ts';
import { digest } from '../../runtime/json.ts';
import { afterwards, hasEnded, noLongerGiven } from './no-longer-given.ts';

export interface Question {
  /** As Astro tells it now. */
  readonly deployment: Deployment;
  readonly rules: AccessRules;
  readonly now: Date;
  readonly before: Decided | undefined;
  /** What people decided on the accesses that there were before. */
  readonly decisions: ReadonlyMap<string, DecisionItem>;
  readonly commit: string | undefined;
}

/** What a Deployment should reach, and if nothing, why. */
export function decide(asked: Question): Decided {
  const { rules, before } = asked;
  const deployment = withKnownRegion(asked.deployment, before?.deployment);
  const question = { ...asked, deployment };
  const verdict = judgeIdentity(deployment, rules.astronomer);
  if (verdict.kind === 'absent') {
    // An identity that was there and is not told now: what it reaches stays, unless it has ended.
    const { decisions, now } = question;
    const stays = (want: Want) => !hasEnded(want, decisions.get(want.accessId), now);
    return decided(question, before?.wants.filter(stays) ?? [], ABSENT);
  }
  if (verdict.kind === 'refused') return decided(question, [], verdict.problem);
  const wants = wantsOf(deployment, verdict.identities, rules).wants.map((seed) => ({
    ...seed,
    accessId: accessId(deployment.id, seed),
  }));
  const nothing = wants.length === 0 ? UNMATCHED : undefined;
  return { ...decided(question, wants, nothing), notes: verdict.notes };
}

/** Nothing is wanted for a Deployment that is gone, and nothing of it is kept for a while. */
export function decideGone(before: Decided, now: Date): Decided {
  return { ...before, at: now.toISOString(), wants: [], nothing: GONE, reminders: 0 };
}

/** Whose Deployments an installation decides; one on Azure is nobody's, and the reporter tells of it. */
export function isOurs(
  deployment: Pick<Deployment, 'cloud'>,
  rules: AccessRules,
  cloud: Exclude<Cloud, 'azure'>,
): boolean {
  return deployment.cloud === 'azure' ? rules.reporter === cloud : deployment.cloud === cloud;
}

function decided(
  { deployment, rules, now, before, decisions, commit }: Question,
  wants: readonly Want[],
  nothing: Problem | undefined,
): Decided {
  const lost = noLongerGiven(before?.wants ?? [], wants);
  const until = after(now, rules.defaults.keep);
  return {
    at: now.toISOString(),
    deployment,
    rules: { digest: rules.digest, ...(commit !== undefined && { commit }) },
    reminders: before?.reminders ?? 0,
    wants: [
      ...wants,
      ...lost.flatMap((want) => afterwards(want, decisions.get(want.accessId), until, now)),
    ],
    ...(nothing && { nothing }),
  };
}

/** The same for the same Deployment, target and slot, whatever the identity and what it is given. */
function accessId(deploymentId: string, { target, targetKey, slot }: WantSeed): string {
  return digest([deploymentId, targetKey, target, slot]);
}

const ABSENT: Problem = {
  code: 'identity-absent',
  text: 'Astro does not tell a workload identity yet.',
  advice: 'Nothing to do: Astro is asked again.',
};

const UNMATCHED: Problem = {
  code: 'no-rule',
  text: 'No access rule matches it.',
  advice: 'Add a rule to access-rules.yml if it should reach something.',
};

const GONE: Problem = {
  code: 'gone',
  text: 'The Deployment is gone from Astro.',
  advice: 'Nothing to do: what it was given is taken back.',
};
