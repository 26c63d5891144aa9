import type { BaselineCounts } from '../../record/baseline.ts';
import type { AccessItem, DeploymentItem } from '../../record/items.ts';
import type { AccessRecord } from '../../record/record.ts';

/** What became of so many Deployments, of which these have an item in the record. */
export async function countBaseline(
  deployments: number,
  heads: readonly DeploymentItem[],
  record: AccessRecord,
): Promise<BaselineCounts> {
  const decided = heads.flatMap((head) => head.decided ?? []);
  const wants = decided.flatMap((one) => one.wants);
  const without = decided.filter((one) => one.wants.length === 0);
  const noRule = without.filter(({ nothing }) => nothing?.code === 'no-rule').length;
  const rows = await record.accesses.get(wants);
  const fates = rows.map(({ item }) => fateOf(item));
  const count = (fate: Fate) => fates.filter((one) => one === fate).length;
  return {
    deployments,
    undecided: deployments - decided.length,
    noRule,
    nothing: without.length - noRule,
    byHand: count('byHand'),
    granted: count('granted'),
    wouldGain: count('wouldGain'),
    toApprove: count('toApprove'),
    refused: count('refused'),
    waiting: count('waiting') + wants.length - rows.length,
  };
}

/** Whether nothing is left that changes by itself. */
export function isSettled({ undecided, waiting }: BaselineCounts): boolean {
  return undecided === 0 && waiting === 0;
}

/** How the proposal of an access begins that granting would not change: somebody has given it. */
const THERE_ALREADY = 'Nothing would change';

type Fate = 'byHand' | 'granted' | 'wouldGain' | 'toApprove' | 'refused' | 'waiting' | 'other';

function fateOf({ state, reason, byHand, placed, proposal }: AccessItem): Fate {
  if (state === 'granted') return byHand || placed.length === 0 ? 'byHand' : 'granted';
  if (state === 'refused') return 'refused';
  const wouldBe = reason?.code === 'preview' || reason?.code === 'approval';
  if (wouldBe && proposal?.diff.startsWith(THERE_ALREADY)) return 'byHand';
  if (wouldBe) return reason.code === 'preview' ? 'wouldGain' : 'toApprove';
  return state === 'revoked' || reason?.code === 'held' ? 'other' : 'waiting';
}
