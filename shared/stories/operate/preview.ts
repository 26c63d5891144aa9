import type { Problem } from '../../policy/plan.ts';
import type { Decided } from '../../record/items.ts';
import { InvalidEventError } from '../../runtime/errors.ts';
import { decide, isOurs } from '../decide-access/decision.ts';
import { decisionsOn } from '../decide-access/no-longer-given.ts';
import type { OperateTools } from '../operate.ts';
import { type PolicyPreview, previewPolicy } from './preview-policy.ts';
import type { Head } from './preview-situations.ts';

/** What would become of each policy if all that one Deployment should reach were given now. */
export interface Preview {
  readonly deploymentId: string;
  readonly name: string;
  /** Whether any policy would be other than it is. */
  readonly changes: boolean;
  readonly policies: readonly PolicyPreview[];
  /** Why it gets nothing, where it gets nothing. */
  readonly nothing?: Problem;
  readonly notes: readonly Problem[];
  /** Whose switch holds every write back for now. */
  readonly pausedBy?: string;
}

export type PreviewTools = Pick<
  OperateTools,
  'record' | 'astro' | 'rules' | 'rulesCommit' | 'cloud' | 'open' | 'clock'
>;

/**
 * Asks Astro, matches the rules and plans as the functions would, and writes nothing: not to a
 * policy, not to the record, not to a queue.
 */
export async function preview(deploymentId: string, tools: PreviewTools): Promise<Preview> {
  const { record } = tools;
  const found = (await record.deployments.get([deploymentId])).get(deploymentId);
  const decided = await decideInMemory(deploymentId, found?.decided, tools);
  const head: Head = { deploymentId, ticket: 0, decided };
  const policies: PolicyPreview[] = [];
  for (const targetKey of targetsOf(decided, found?.decided)) {
    policies.push(await previewPolicy(targetKey, head, tools));
  }
  const { deployment, nothing, notes = [] } = decided;
  const paused = await record.pause.get();
  return {
    deploymentId,
    name: deployment.name,
    changes: policies.some(({ changes }) => changes),
    policies,
    ...(nothing && { nothing }),
    notes,
    ...(paused && { pausedBy: paused.by }),
  };
}

/** What `decide-access` would write down now; of one that Astro does not tell, what is written. */
async function decideInMemory(
  deploymentId: string,
  before: Decided | undefined,
  { astro, record, rules: readRules, rulesCommit: commit, cloud, clock }: PreviewTools,
): Promise<Decided> {
  const deployment = await astro.get(deploymentId);
  if (deployment === undefined) {
    if (before !== undefined) return before;
    throw new InvalidEventError(
      `Astro knows no Deployment ${deploymentId}, and the record neither`,
    );
  }
  const rules = readRules();
  if (isOurs(deployment, rules, cloud)) {
    const decisions = await decisionsOn(before, record);
    return decide({ deployment, rules, now: clock.now(), before, decisions, commit });
  }
  throw new InvalidEventError(
    `${deployment.name} runs on ${deployment.cloud}, and this installation is on ${cloud}: ask the one there`,
  );
}

/** Those it no longer wants count too: what was given there is taken back, or is still to be. */
function targetsOf(decided: Decided, before: Decided | undefined): readonly string[] {
  const places = [...decided.wants, ...(before?.wants ?? []), ...(before?.leaving ?? [])];
  return [...new Set(places.map(({ targetKey }) => targetKey))];
}

export function previewSentence({ name, changes, policies, nothing }: Preview): string {
  if (changes) return `${name}: this would change. Nothing was written.`;
  const unseen = policies.filter(({ unreadable }) => unreadable !== undefined).length;
  if (unseen > 0) return `${name}: no changes, as far as could be seen (${unseen} could not).`;
  return nothing === undefined ? `${name}: no changes.` : `${name}: no changes. ${nothing.text}`;
}
