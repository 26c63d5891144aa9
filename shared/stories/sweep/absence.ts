import type { AbsenceItem } from '../../record/absences.ts';
import type { DeploymentItem } from '../../record/items.ts';
import type { AccessRecord } from '../../record/record.ts';
import { isTakenBack } from '../../record/verdict.ts';
import { eachAtMost } from '../../runtime/at-most.ts';
import { after, type Clock, MINUTE } from '../../runtime/clock.ts';

/** How far apart the first and the last list without it must be. */
const APART = 5 * MINUTE;
/** A token that suddenly sees nobody leaves thousands to note within one sweep. */
const AT_ONCE = 16;
/** An older list says nothing about now. */
const RECENT = 15 * MINUTE;

/** Whether complete lists five minutes apart, the last one of them recent, did not have it. */
export function isGone({ since, last }: AbsenceItem, now: Date): boolean {
  return last >= after(new Date(since), APART) && last >= after(now, -RECENT);
}

/**
 * Takes one complete list into account; answers those whom it and another one, long enough
 * before it, did not have. A row of absences is broken by one list that has the Deployment, and
 * by a long time without any list; it is forgotten once the Deployment is known to be gone.
 */
export async function noteAbsences(
  heads: readonly DeploymentItem[],
  present: ReadonlySet<string>,
  record: AccessRecord,
  clock: Clock,
): Promise<readonly string[]> {
  const now = clock.now();
  const known = new Map((await record.absences.list()).map((one) => [one.item.deploymentId, one]));
  const isOver = new Set([...present, ...heads.filter(isDone).map((one) => one.deploymentId)]);
  const over = [...known.values()].filter(({ item }) => isOver.has(item.deploymentId));
  await eachAtMost(AT_ONCE, over, (one) => record.absences.forget(one));
  const missing = heads.filter(({ deploymentId, decided }) => decided && !isOver.has(deploymentId));
  const gone: string[] = [];
  await eachAtMost(AT_ONCE, missing, async ({ deploymentId }) => {
    const before = known.get(deploymentId);
    const unbroken = before !== undefined && before.item.last >= after(now, -RECENT);
    const at = now.toISOString();
    const item = { deploymentId, since: unbroken ? before.item.since : at, last: at };
    await record.absences.note(item, before);
    if (isGone(item, now)) gone.push(deploymentId);
  });
  return gone;
}

function isDone({ decided }: DeploymentItem): boolean {
  return decided !== undefined && isTakenBack(decided);
}
