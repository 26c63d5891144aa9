import type { Queues } from '../../cloud/queues.ts';
import { VersionConflictError } from '../../record/errors.ts';
import type { DecisionItem, Verdict, Want } from '../../record/items.ts';
import { placementDigest } from '../../record/placement.ts';
import type { AccessRecord } from '../../record/record.ts';
import { isGiven, isKept } from '../../record/verdict.ts';
import type { Clock } from '../../runtime/clock.ts';
import { decidedText, OVERTAKEN, RETRIED, type Result, SAID } from './decided-text.ts';
import type { Decision } from './operate-order.ts';
import { objectionTo } from './too-late.ts';

export interface DecideOnTools {
  readonly record: AccessRecord;
  readonly queues: Queues;
  readonly clock: Clock;
}

/** A person's word on accesses of one Deployment. */
export interface Word {
  readonly deploymentId: string;
  readonly by: string;
  /**
   * By access id, the version of what was said before that the person saw (0: nothing was). Where
   * another is there by now nothing is written; absent, the last one counts.
   */
  readonly seen?: ReadonlyMap<string, number>;
}

export interface Deciding extends Word {
  readonly decision: Decision;
}

export interface DecidedOn {
  /** Those on which it is decided now, or was already, by the same person and in the same way. */
  readonly decided: readonly Want[];
  /** Those on which somebody else decided in between: nothing was done. */
  readonly overtaken: readonly Want[];
  /** Those on which this cannot be decided, and why. */
  readonly refused: readonly { readonly want: Want; readonly why: string }[];
  /** All of it in plain words: what happens now, and what was not done and why. */
  readonly text: string;
}

/** Of a retry: none, what was decided stays decided. */
const VERDICTS: Readonly<Record<Decision, Verdict | undefined>> = {
  approve: 'approved',
  deny: 'denied',
  hold: 'held',
  release: 'released',
  retry: undefined,
};

/** Writes down what a person decided on accesses of one Deployment, and has it carried out. */
export async function decideOn(
  wants: readonly Want[],
  deciding: Deciding,
  tools: DecideOnTools,
): Promise<DecidedOn> {
  const { deploymentId } = deciding;
  const { record, queues } = tools;
  // Marked first: whatever is lost of what is sent below, decide-access then finds undone.
  await record.errands.mark(deploymentId);
  const results: Result[] = [];
  for (const want of wants) results.push(await decideOne(want, deciding, tools));
  const of = (kind: Result['kind']) => results.filter((one) => one.kind === kind);
  const decided = of('decided').map(({ want }) => want);
  await queues.markTargets([...new Set(decided.map(({ targetKey }) => targetKey))]);
  // Of what no rule gives, decide-access writes down whether it ends.
  if (!decided.every(isGiven)) await queues.decide([deploymentId]);
  await queues.notify([deploymentId]);
  return {
    decided,
    overtaken: of('overtaken').map(({ want }) => want),
    refused: of('refused').map(({ want, said }) => ({ want, why: said })),
    text: decidedText(results, await record.pause.get()),
  };
}

async function decideOne(want: Want, deciding: Deciding, tools: DecideOnTools): Promise<Result> {
  const { decision } = deciding;
  const why = objectionTo(decision, want, tools.clock.now());
  if (why !== undefined) return { kind: 'refused', want, said: why };
  const written = await write(want, deciding, tools);
  if (written === undefined) return { kind: 'overtaken', want, said: OVERTAKEN };
  const said = decision === 'retry' ? RETRIED : SAID[written];
  return { kind: 'decided', want, said };
}

/** The verdict that holds now; undefined where somebody else gave one in between. */
async function write(
  want: Want,
  deciding: Deciding,
  { record, clock }: DecideOnTools,
): Promise<Verdict | undefined> {
  const { decision, deploymentId, by, seen } = deciding;
  const { accessId } = want;
  const at = clock.now().toISOString();
  const before = (await record.decisions.find(accessId))?.item;
  const item = { ...itemFor(want, deciding, before), accessId, at };
  try {
    await record.decisions.write(item, seen && (seen.get(accessId) ?? 0));
  } catch (error) {
    if (!(error instanceof VersionConflictError) || seen === undefined) throw error;
    // A press that came twice: the first may have ended before it sent anything.
    const found = (await record.decisions.find(accessId))?.item;
    return found && isSame(found, item) ? item.verdict : undefined;
  }
  const event = `decision.${decision === 'retry' ? 'retried' : item.verdict}`;
  await record.history.append({ deploymentId, accessId, at, event, by });
  return item.verdict;
}

function itemFor(want: Want, { decision, by }: Deciding, before: DecisionItem | undefined) {
  const placement = placementDigest(want);
  const verdict = VERDICTS[decision];
  if (verdict === undefined) return before ?? ({ verdict: 'released', by, placement } as const);
  const stays = verdict === 'released' && (want.until !== undefined || isKept(want, before));
  return { verdict: stays ? 'kept' : verdict, by, placement } as const;
}

function isSame(one: DecisionItem, other: DecisionItem): boolean {
  const { verdict, by, placement } = other;
  return one.verdict === verdict && one.by === by && one.placement === placement;
}
