import type { Installation } from './installation.ts';
import type { Change } from './ledger.ts';
import type { Piece } from './pieces.ts';
import type { Truth } from './truth.ts';
import type { Worker } from './workers.ts';

const HOUR = 3_600_000;
/** Longer than any read here lags behind. */
const LAG = 60_000;

/** Judges what one worker wrote into one policy. */
export function judge(
  worker: Worker,
  installation: Installation,
  change: Change,
  truth: Truth,
  now: Date,
): void {
  const { spoilt, removed, added } = change;
  if (spoilt !== undefined) truth.say('what others wrote is left as it is', spoilt);
  if (installation.pausedAt !== undefined && installation.pausedAt <= worker.began) {
    truth.say('nothing is written while it is paused', JSON.stringify(change));
  }
  for (const one of removed) {
    if (!lags(installation, one, truth, now)) judgeRemoval(worker, installation, one, truth);
    judgeMoment(installation, one, truth, now);
  }
  for (const one of added) {
    judgeAddition(worker, installation, one, truth);
    judgeRepair(installation, one, truth, now);
  }
}

/**
 * The record has just forgotten it, and whoever read the role may not have seen it yet: nobody
 * can know of it. Trust policies have no etag, so that the write of such a reader is not refused.
 */
function lags({ lostAt }: Installation, one: Piece, { excused }: Truth, now: Date): boolean {
  return lostAt !== undefined && now.getTime() < lostAt + LAG && excused.has(one);
}

function judgeRemoval(worker: Worker, installation: Installation, one: Piece, truth: Truth): void {
  for (const { id } of truth.deployments()) {
    const { grant, signature } = truth.due(installation, id);
    if (!grant.has(one) || !truth.knowledge.knew(worker, installation.id, id, signature)) continue;
    truth.say('nothing is taken that is wanted', `${worker.installation} took ${one}`);
  }
}

/** What no rule gives any more stays for `keep`, or for as long as a person said, unless it is gone. */
function judgeMoment(installation: Installation, one: Piece, truth: Truth, now: Date): void {
  const { keeping, decisions, id, unseen } = installation;
  // As far as anybody could see, it was gone.
  if (unseen.has(truth.holders.of(one) ?? '')) return;
  const verdictOn = (accessId: string) => decisions.get(accessId)?.verdict ?? '';
  const since = now.getTime() - installation.rules().keepHours * HOUR;
  const early = keeping.keeping(one, since).filter(({ accessId, deploymentId }) => {
    if (!truth.exists(deploymentId) || verdictOn(accessId) === 'denied') return false;
    // Given in another form by now: what it was before goes at once.
    const { accesses } = truth.due(installation, deploymentId);
    return !accesses.some((each) => each.accessId === accessId && each.fate === 'grant');
  });
  for (const { at } of early) {
    const last = new Date(at).toISOString();
    truth.say('nothing goes before keep is over', `${id} took ${one}, given until ${last}`);
  }
  const stays = keeping.staying(one).filter(({ accessId, deploymentId }) => {
    return truth.exists(deploymentId) && ['kept', 'held'].includes(verdictOn(accessId));
  });
  for (const { accessId } of stays) {
    truth.say('what a person keeps stays', `${id} took ${one} (${accessId})`);
  }
}

/** What somebody takes out is put back twice within a day, and where it is to be reported not once. */
function judgeRepair(installation: Installation, one: Piece, truth: Truth, now: Date): void {
  const due = truth.due(installation, truth.holders.of(one) ?? '');
  const broken = truth.drifts.putBack(installation, due, one, now.getTime());
  if (broken !== undefined) truth.say(broken, `${installation.id} put back ${one}`);
}

function judgeAddition(worker: Worker, installation: Installation, one: Piece, truth: Truth): void {
  const id = truth.holders.of(one) ?? '';
  const { signature } = truth.due(installation, id);
  const all = truth.deployments().some((other) => truth.due(installation, other.id).grant.has(one));
  if (all || !truth.knowledge.knew(worker, installation.id, id, signature)) return;
  if (truth.knowledge.hasForgotten(installation.id, id)) return;
  truth.say('nothing is given that nobody wants', `${worker.installation} gave ${one}`);
}
