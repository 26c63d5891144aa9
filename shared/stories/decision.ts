import type { Cloud, Deployment } from '../deployment/deployment.ts';
import { judgeIdentity } from '../deployment/workload-identity.ts';
import type { Problem } from '../policy/plan.ts';
import type { Decided, Want } from '../record/items.ts';
import type { AccessRules } from '../rules/access-rules.ts';
import type { WantSeed } from '../rules/want.ts';
import { wantsOf } from '../rules/want.ts';
import { after } from '../runtime/clock.ts';
import { digest } from '../runtime/json.ts';

export interface Question {
  readonly deployment: Deployment;
  readonly rules: AccessRules;
  readonly now: Date;
  readonly cloud: Exclude<Cloud, 'azure'>;
  readonly before: Decided | undefined;
  readonly commit: string | undefined;
}

/** What a Deployment should reach, and if nothing, why; undefined where another installation says. */
export function decide(question: Question): Decided | undefined {
  const { deployment, rules, now, cloud, before, commit } = question;
  if (!isOurs(deployment, rules, cloud)) return undefined;
  const head = {
    at: now.toISOString(),
    deployment,
    rules: { digest: rules.digest, ...(commit !== undefined && { commit }) },
    reminders: before?.reminders ?? 0,
  };
  const verdict = judgeIdentity(deployment, rules.astronomer);
  if (verdict.kind === 'absent') {
    // An identity that was there and is not told now: what it reaches stays.
    return { ...head, wants: before?.wants ?? [], nothing: ABSENT };
  }
  const kept = (wants: readonly Want[]) => withEnding(before?.wants ?? [], wants, rules, now);
  if (verdict.kind === 'refused') return { ...head, wants: kept([]), nothing: verdict.problem };
  const { wants: seeds } = wantsOf(deployment, verdict.identities, rules);
  const wants = seeds.map((seed) => ({ ...seed, accessId: accessId(deployment.id, seed) }));
  return { ...head, wants: kept(wants), ...(wants.length === 0 && { nothing: UNMATCHED }) };
}

/** An Azure Deployment is nobody's: the reporter tells of it. */
function isOurs(deployment: Deployment, rules: AccessRules, cloud: Question['cloud']): boolean {
  return deployment.cloud === 'azure' ? rules.reporter === cloud : deployment.cloud === cloud;
}

/** The same for the same Deployment, target and slot, whatever the identity and what it is given. */
function accessId(deploymentId: string, { target, targetKey, slot }: WantSeed): string {
  return digest([deploymentId, targetKey, target, slot]);
}

/** What is no longer given stays for `keep`, so that a slip in the rules takes nothing at once. */
function withEnding(
  before: readonly Want[],
  wants: readonly Want[],
  rules: AccessRules,
  now: Date,
): readonly Want[] {
  const until = after(now, rules.defaults.keep);
  const ending = before
    .filter((old) => !wants.some(({ accessId }) => accessId === old.accessId))
    .map((old) => ({ ...old, until: old.until ?? until }))
    .filter((old) => old.until > now.toISOString());
  return [...wants, ...ending];
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
