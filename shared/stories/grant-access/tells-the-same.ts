import type { Problem } from '../../policy/plan.ts';
import type { AccessItem } from '../../record/items.ts';

/** Whether a reader of the message would see no difference. */
export function tellsTheSame(before: AccessItem, after: AccessItem): boolean {
  return (
    before.state === after.state &&
    before.reason?.code === after.reason?.code &&
    before.answers === after.answers &&
    (before.byHand ?? false) === (after.byHand ?? false) &&
    codes(before.notices) === codes(after.notices)
  );
}

function codes(notices: readonly Problem[] = []): string {
  return notices.map(({ code }) => code).join();
}
