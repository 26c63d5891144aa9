import type { Decided } from '../../record/items.ts';
import type { AccessRecord } from '../../record/record.ts';
import { decidedOf, standingsOf } from './decide-by-hand.ts';
import type { OperateAnswer } from './operate-answer.ts';

/** Which Deployment it is, and how its accesses stand, or one of them; throws as `decidedOf` does. */
export async function deploymentStatus(
  deploymentId: string,
  accessId: string | undefined,
  record: AccessRecord,
): Promise<OperateAnswer> {
  const decided = await decidedOf(deploymentId, record);
  const wants = decided.wants.filter(
    (want) => accessId === undefined || want.accessId === accessId,
  );
  return {
    text: `${who(decided)}: ${how(decided, wants.length)}`,
    accesses: await standingsOf(wants, record),
  };
}

function who({ deployment }: Decided): string {
  const { name, id, workloadIdentity } = deployment;
  const identity = workloadIdentity === undefined ? 'no identity yet' : workloadIdentity;
  return `${name} (${id}, ${identity})`;
}

/** Also one that gets nothing may still have what it was given before. */
function how({ nothing, at }: Decided, count: number): string {
  const accesses = count === 1 ? 'one access' : `${count === 0 ? 'no' : count} accesses`;
  const why = nothing === undefined ? '' : ` ${nothing.text} ${nothing.advice}`;
  return `${accesses}, as decided ${at}.${why}`;
}
