import type { Verdict, Want } from '../record/items.ts';
import { placementDigest } from '../record/order.ts';
import type { AccessRecord } from '../record/record.ts';
import { InvalidEventError } from '../runtime/errors.ts';
import type { OperateTools } from './operate.ts';
import type { AccessStanding, OperateAnswer } from './operate-answer.ts';
import type { Decision } from './operate-order.ts';

type DecisionTools = Pick<OperateTools, 'record' | 'queues' | 'clock'>;

export interface ByHand {
  readonly decision: Decision;
  readonly deploymentId: string;
  /** One access of it; absent: all of them. */
  readonly accessId: string | undefined;
  readonly by: string;
}

/** Of a retry: none, what was decided stays decided. */
const VERDICTS: Readonly<Record<Decision, Verdict | undefined>> = {
  approve: 'approved',
  deny: 'denied',
  hold: 'held',
  release: 'released',
  retry: undefined,
};

const SAID: Readonly<Record<Decision, string>> = {
  approve: 'Approved: it is being granted.',
  deny: 'Denied: what was given is being taken back.',
  hold: 'Held: nothing is given and nothing is taken until it is released.',
  release: 'Released: it goes on as the access rules say.',
  retry: 'It is tried again.',
};

/** Writes down what a person decided, and has it carried out by those who may. */
export async function decideByHand(ordered: ByHand, tools: DecisionTools): Promise<OperateAnswer> {
  const { decision, deploymentId, accessId } = ordered;
  const { record, queues } = tools;
  const wants = await wantsOf(deploymentId, record, accessId);
  if (wants.length === 0) {
    throw new InvalidEventError(`there is no access ${accessId ?? ''} to ${decision}`);
  }
  for (const want of wants) await write(want, ordered, tools);
  await queues.markTargets([...new Set(wants.map(({ targetKey }) => targetKey))]);
  await queues.notify([deploymentId]);
  const paused = await record.pause.get();
  const text = paused === undefined ? SAID[decision] : `${SAID[decision]} ${WAITS(paused.by)}`;
  return { text, accesses: await standingsOf(wants, record) };
}

const WAITS = (by: string) =>
  `But ${by} has paused the installation: no policy is written until it is resumed.`;

/** What the record has that this Deployment should reach; throws where it does not know it. */
export async function wantsOf(
  deploymentId: string,
  record: AccessRecord,
  accessId?: string,
): Promise<readonly Want[]> {
  const found = (await record.deployments.get([deploymentId])).get(deploymentId);
  if (found?.decided === undefined) {
    throw new InvalidEventError(`the record has no Deployment ${deploymentId}: refresh it first`);
  }
  const { wants } = found.decided;
  return accessId === undefined ? wants : wants.filter((want) => want.accessId === accessId);
}

async function write(
  want: Want,
  { decision, deploymentId, by }: ByHand,
  { record, clock }: DecisionTools,
): Promise<void> {
  const { accessId } = want;
  const at = clock.now().toISOString();
  const decided = VERDICTS[decision];
  const before = (await record.decisions.get([accessId])).get(accessId);
  const anew = { verdict: decided ?? 'released', by, placement: placementDigest(want) } as const;
  const item = decided === undefined && before !== undefined ? before : anew;
  await record.decisions.write({ ...item, accessId, at });
  const event = `decision.${decided ?? 'retried'}`;
  await record.history.append({ deploymentId, accessId, at, event, by });
}

export async function standingsOf(
  wants: readonly Want[],
  record: AccessRecord,
): Promise<readonly AccessStanding[]> {
  const rows = new Map(
    (await record.accesses.get(wants)).map(({ item }) => [item.accessId, item] as const),
  );
  return wants.map(({ accessId, target }) => {
    const { state = 'pending', reason } = rows.get(accessId) ?? {};
    const why = reason && { reason: reason.text, advice: reason.advice };
    return { accessId, target, state, ...why };
  });
}
