import type { Queues } from '../../cloud/queues.ts';
import { INSTALLATION } from '../../deployment/events.ts';
import type { Decided, DecisionItem, Want } from '../../record/items.ts';
import type { AccessRecord } from '../../record/record.ts';
import { isDenied } from '../../record/verdict.ts';
import type { Logger } from '../../runtime/logger.ts';
import { isGone } from '../sweep/absence.ts';

interface EndingTools {
  readonly record: AccessRecord;
  readonly queues: Pick<Queues, 'notify'>;
  readonly logger: Logger;
}

/**
 * The decision as the breaker lets it stand: where too many accesses would end within an hour,
 * those that would end here stay as they are, and say so; also those whose end was set before.
 */
export async function withBreaker(
  decided: Decided,
  before: readonly Want[],
  decisions: ReadonlyMap<string, DecisionItem>,
  { record, queues, logger }: EndingTools,
): Promise<Decided> {
  // What a person denied is meant to end.
  const meant = (old: Want) => isDenied(old, decisions.get(old.accessId));
  const lost = before.filter((old) => !meant(old) && !stays(old, decided.wants));
  const mayEnd = await record.breaker.end(idsOf(lost.filter(isLive)), () => findLive(record));
  if (mayEnd && !(lost.some(isEnding) && (await hasStopped(record)))) return decided;
  const ids = idsOf(lost);
  logger.error('breaker.tripped', { deploymentId: decided.deployment.id, accesses: ids });
  await record.tellings.mark(INSTALLATION);
  await queues.notify([INSTALLATION]);
  const others = decided.wants.filter(({ accessId }) => !ids.includes(accessId));
  return { ...withheldWords(decided), wants: [...others, ...lost.map(withoutEnd)] };
}

function withoutEnd({ until: _, endingSince: __, ...want }: Want): Want {
  return { ...want, withheld: true };
}

/** Whether it has an end. That this has come takes nothing yet: only a decision does. */
export function isEnding({ until }: Want): boolean {
  return until !== undefined;
}

/** Whether nothing ends until somebody confirms. */
export async function hasStopped({ breaker }: Pick<AccessRecord, 'breaker'>): Promise<boolean> {
  return (await breaker.get()).tripped !== undefined;
}

/** That what it was given is taken back is not so yet. */
function withheldWords(decided: Decided): Decided {
  const { nothing } = decided;
  return nothing?.code === 'gone'
    ? { ...decided, nothing: { ...nothing, advice: STAYS } }
    : decided;
}

const STAYS = 'What it was given stays until somebody confirms that so much is meant to end.';

/**
 * Counts all that the lists have not had for long enough, before the first of them ends: it and
 * some more would be taken until the breaker stops the rest. The others find themselves counted.
 */
export async function countAbsent(
  { wants }: Pick<Decided, 'wants'>,
  decisions: ReadonlyMap<string, DecisionItem>,
  record: AccessRecord,
  now: Date,
): Promise<void> {
  if (await record.breaker.knows(endingOf(wants, decisions))) return;
  const absent = (await record.absences.list()).filter(({ item }) => isGone(item, now));
  const items = await record.deployments.getReadable(absent.map(({ item }) => item.deploymentId));
  const all = [...items.values()].flatMap(({ decided }) => decided?.wants ?? []).filter(isLive);
  const about = await record.decisions.get(all.map(({ accessId }) => accessId));
  await record.breaker.end(endingOf(all, about), () => findLive(record));
}

/** What ends where all of these go: what a person denied is meant to. */
function endingOf(
  wants: readonly Want[],
  decisions: ReadonlyMap<string, DecisionItem>,
): readonly string[] {
  return idsOf(
    wants.filter((want) => isLive(want) && !isDenied(want, decisions.get(want.accessId))),
  );
}

function idsOf(wants: readonly Want[]): readonly string[] {
  return wants.map(({ accessId }) => accessId);
}

/** One that already has an end was counted when it got it. */
function isLive(want: Want): boolean {
  return !isEnding(want);
}

function stays(old: Want, wants: readonly Want[]): boolean {
  return wants.some((want) => want.accessId === old.accessId && isLive(want));
}

async function findLive(record: AccessRecord): Promise<readonly string[]> {
  const { heads } = await record.deployments.listReadable();
  return heads.flatMap(({ item }) => idsOf((item.decided?.wants ?? []).filter(isLive)));
}
