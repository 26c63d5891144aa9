import type { BaselineItem } from '../../record/baseline.ts';
import type { BreakerItem } from '../../record/breaker.ts';
import type { Paused } from '../../record/pause.ts';
import type { Mode } from '../../rules/access-rules.ts';
import { counted } from '../../runtime/counted.ts';
import type { OperateTools } from '../operate.ts';
import { type Reach, readReach } from './reach.ts';

/** How an installation is, at a glance. */
export interface InstallationStatus {
  readonly installation: string;
  readonly cloud: 'aws' | 'gcp';
  /** The ceiling of all rules. */
  readonly mode: Mode;
  readonly rules: { readonly digest: string; readonly commit?: string };
  readonly paused?: Paused;
  /** Since when nothing is taken away, or until when endings are not counted. */
  readonly breaker: Pick<BreakerItem, 'tripped' | 'confirmed'>;
  /** What became of the Deployments that were there before the installation was. */
  readonly baseline?: Pick<BaselineItem, 'at' | 'counts' | 'closed'>;
  readonly deployments: number;
  /** Accesses by state. */
  readonly accesses: Readonly<Record<string, number>>;
  /** Deployments that reach nothing, by why. */
  readonly nothing: Readonly<Record<string, number>>;
  /** Accesses that a person must do something about, at most so many of them. */
  readonly stuck: readonly Reach[];
  readonly stuckInAll: number;
}

/** As many as one looks through; `report` has them all. */
const SHOWN = 50;
/** What waits for a person, whatever its state. */
const FOR_A_PERSON = ['approval', 'withheld'];

export async function installationStatus(
  tools: Pick<OperateTools, 'record' | 'rules' | 'rulesCommit' | 'cloud'>,
): Promise<InstallationStatus> {
  const { record, cloud, rulesCommit: commit } = tools;
  const { installation, mode, digest } = tools.rules();
  const heads = (await record.deployments.list()).flatMap(({ item }) => item.decided ?? []);
  const [reach, breaker, paused, baseline] = await Promise.all([
    readReach(heads, record),
    record.breaker.get(),
    record.pause.get(),
    record.baseline.get(),
  ]);
  const accesses = reach.filter(({ accessId }) => accessId !== undefined);
  const stuck = accesses.filter(isStuck);
  const { tripped, confirmed } = breaker;
  return {
    ...{ installation, cloud, mode, rules: { digest, ...(commit && { commit }) } },
    ...(paused && { paused }),
    breaker: { ...(tripped && { tripped }), ...(confirmed && { confirmed }) },
    ...baselineStatus(baseline?.item),
    deployments: new Set(reach.map(({ deploymentId }) => deploymentId)).size,
    accesses: countBy(accesses, ({ state }) => state),
    nothing: countBy(
      reach.filter(({ state }) => state === 'nothing'),
      ({ code }) => code ?? 'undecided',
    ),
    stuck: stuck.slice(0, SHOWN),
    stuckInAll: stuck.length,
  };
}

/** Of an installation that found nobody there is nothing to say. */
function baselineStatus(item: BaselineItem | undefined): Pick<InstallationStatus, 'baseline'> {
  if (item?.counts === undefined || item.counts.deployments === 0) return {};
  const { deployments: _, ...baseline } = item;
  return { baseline };
}

function isStuck({ state, code = '' }: Reach): boolean {
  return state === 'refused' || FOR_A_PERSON.includes(code);
}

function countBy<Item>(
  items: readonly Item[],
  kind: (item: Item) => string,
): Readonly<Record<string, number>> {
  const groups = Map.groupBy(items, kind);
  return Object.fromEntries([...groups].sort().map(([name, group]) => [name, group.length]));
}

export function statusSentence(status: InstallationStatus): string {
  const { installation, paused, breaker, stuckInAll } = status;
  const parts = [
    ...(paused ? [`paused by ${paused.by} since ${paused.at}`] : []),
    ...(breaker.tripped ? ['the breaker has stopped it from taking access away'] : []),
    ...(stuckInAll > 0
      ? [counted(stuckInAll, 'access needs a person', 'accesses need a person')]
      : []),
  ];
  return `${installation}: ${parts.length === 0 ? 'all is well' : parts.join('; ')}.`;
}
