import type { Problem } from '../../policy/plan.ts';
import type { AccessItem } from '../../record/items.ts';

const NEARLY_FULL = ['allow-policy-nearly-full', 'trust-policy-nearly-full'];

/** The row without its warning of a policy that is nearly full, where the policy has room again. */
export function withRoomAgain(item: AccessItem, seen: readonly Problem[]): AccessItem {
  const { notices = [], ...rest } = item;
  const isOver = ({ code }: Problem) =>
    NEARLY_FULL.includes(code) && !seen.some((one) => one.code === code);
  const kept = notices.filter((notice) => !isOver(notice));
  return kept.length === 0 ? rest : { ...rest, notices: kept };
}
