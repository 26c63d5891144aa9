import { INSTALLATION } from '../../deployment/events.ts';
import { counted } from '../../runtime/counted.ts';
import type { OperateTools } from '../operate.ts';

type OrderTools = Pick<OperateTools, 'record' | 'queues' | 'clock'>;

/** For an hour endings are meant; what the breaker withheld is decided again. */
export async function confirmEndings(by: string, tools: OrderTools): Promise<string> {
  const { record, queues } = tools;
  await record.breaker.confirm(by);
  await audit('endings.confirmed', by, tools);
  const { heads } = await record.deployments.listReadable();
  const withheld = heads.filter(({ item }) => item.decided?.wants.some((want) => want.withheld));
  await queues.decide(withheld.map(({ item }) => item.deploymentId));
  await tell(tools);
  const again = counted(withheld.length, 'Deployment is', 'Deployments are');
  return `Confirmed for an hour: ${again} looked at again, and what would end there ends.`;
}

/** Whoever paused it first is named, however often it is paused. */
export async function pause(by: string, tools: OrderTools): Promise<string> {
  const { record, clock } = tools;
  const before = await record.pause.get();
  if (before !== undefined) return `It is paused already, by ${before.by} since ${before.at}.`;
  await record.pause.set({ by, at: clock.now().toISOString() });
  await audit('installation.paused', by, tools);
  await tell(tools);
  return 'Paused: no policy is written until it is resumed. Everything else goes on, and what is to be given or taken waits.';
}

/** Every target is marked: one on which all is settled costs no call to its cloud. */
export async function resume(by: string, tools: OrderTools): Promise<string> {
  const { record, queues } = tools;
  const before = await record.pause.get();
  if (before === undefined) return 'It was not paused.';
  await record.pause.set(undefined);
  await audit('installation.resumed', by, tools);
  const { heads } = await record.deployments.listReadable();
  const places = heads.flatMap(({ item }) => [
    ...(item.decided?.wants ?? []),
    ...(item.decided?.leaving ?? []),
  ]);
  const targets = new Set(places.map(({ targetKey }) => targetKey));
  await queues.markTargets([...targets]);
  await tell(tools);
  const again = counted(targets.size, 'target is', 'targets are');
  return `Resumed: ${before.by} had paused it since ${before.at}; ${again} looked at again.`;
}

/** Marked first: a message that is lost is sent again. */
async function tell({ record, queues }: OrderTools): Promise<void> {
  await record.tellings.mark(INSTALLATION);
  await queues.notify([INSTALLATION]);
}

async function audit(event: string, by: string, { record, clock }: OrderTools): Promise<void> {
  const at = clock.now().toISOString();
  await record.history.append({ deploymentId: INSTALLATION, at, event, by });
}
