import { BASELINE } from '../../shared/deployment/events.ts';
import { digest } from '../../shared/runtime/json.ts';
import { newsOf } from '../../shared/stories/news.ts';
import type { Installation } from './installation.ts';
import { type Piece, partsOf, piecesOf } from './pieces.ts';
import type { World } from './world.ts';

/** What must be so once everything has settled. */
export async function checkSettled(world: World): Promise<void> {
  for (const installation of world.installations) {
    checkWanted(world, installation);
    await checkUnwanted(world, installation);
    await checkReasons(world, installation);
    await checkMessages(world, installation);
    if (installation.queue.length > 0) {
      world.truth.say('the queues are empty', JSON.stringify(installation.queue));
    }
  }
}

function checkWanted({ truth }: World, installation: Installation): void {
  for (const { id } of truth.deployments()) {
    for (const one of truth.due(installation, id).grant) {
      if (truth.isIn(one)) continue;
      truth.say('everybody wanted is in', `${installation.id}: ${one} (${id})`);
      truth.say('the record', rowsOf(installation, id, partsOf(one).key));
    }
  }
}

/** For whoever looks for the reason. */
function rowsOf({ store }: Installation, deploymentId: string, key: string): string {
  const rows = store.snapshot().filter(({ partition, body }) => {
    return partition.endsWith(`#${key}`) && body.deploymentId === deploymentId;
  });
  return JSON.stringify(rows.map(({ body, due }) => ({ ...body, due })));
}

async function checkUnwanted({ truth }: World, installation: Installation): Promise<void> {
  const kept = await keptPieces(installation);
  const due = truth.deployments().map(({ id }) => truth.due(installation, id));
  for (const one of truth.placed(installation)) {
    if (truth.excused.has(one) || kept.some(sharesFate(one))) continue;
    if (due.some(({ grant, asItIs }) => grant.has(one) || [...asItIs].some(sharesFate(one))))
      continue;
    truth.say('nobody unwanted is in', `${installation.id}: ${one}`);
  }
}

/** What no rule gives any more, and a person said that it stays: of those, and no others, the record is believed. */
async function keptPieces({ record, decisions }: Installation): Promise<readonly Piece[]> {
  const heads = await record.deployments.list();
  return heads.flatMap(({ item }) =>
    (item.decided?.wants ?? [])
      .filter(({ kept, accessId }) => {
        const verdict = decisions.get(accessId)?.verdict;
        return kept && (verdict === 'kept' || verdict === 'held');
      })
      .flatMap(({ identity, specification }) => piecesOf(identity, specification)),
  );
}

/** Where an access stays as it stands, all that was ever given for it stays, its former roles too. */
function sharesFate(one: Piece): (other: Piece) => boolean {
  const { key, what } = partsOf(one);
  return (other) => {
    const kept = partsOf(other);
    return kept.key === key && (key.startsWith('aws-own-role/') || kept.what === what);
  };
}

/** Every access has settled, or says why not and what to do. */
async function checkReasons({ truth }: World, { id, record }: Installation): Promise<void> {
  for (const { item } of await record.deployments.list()) {
    const wants = item.decided?.wants ?? [];
    const rows = new Map((await record.accesses.get(wants)).map((row) => [row.item.accessId, row]));
    for (const { accessId, target } of wants) {
      const { state = 'missing', reason } = rows.get(accessId)?.item ?? {};
      const said = Boolean(reason?.text && reason.advice);
      if (state === 'granted' || state === 'revoked') continue;
      if ((state === 'waiting' || state === 'refused') && said) continue;
      const detail = `${id}: ${item.deploymentId} ${target} is ${state}, ${reason?.code}`;
      truth.say('nothing is stuck without a reason', detail);
    }
  }
}

/**
 * Each Deployment that is told of has one live message, which shows what is so; one of the
 * baseline has none as long as nothing about it changes.
 */
async function checkMessages(world: World, installation: Installation): Promise<void> {
  const { record } = installation;
  const ids = (await record.deployments.list()).map(({ item }) => item.deploymentId);
  for (const id of [...ids, BASELINE]) await checkMessage(world, installation, id);
}

async function checkMessage(world: World, installation: Installation, id: string): Promise<void> {
  const { record, slack, tools } = installation;
  const say = (detail: string) =>
    world.truth.say('one live message that shows the truth', `${installation.id}: ${id} ${detail}`);
  const news = await newsOf(id, tools);
  if (news === undefined) return;
  const kept = (await record.messages.get(id))?.item;
  const message = news.head(kept?.refused);
  if (kept?.baseline && kept.shown === news.gist) return;
  const heads = slack.messages.filter(
    (one) => one.deploymentId === id && one.threadTs === undefined,
  );
  const live = heads.find(({ ts }) => ts === kept?.ts);
  const deleted = kept?.ts !== undefined && !heads.some(({ ts }) => ts === kept.ts);
  // Nobody is told when a person deletes a message; the next change finds it out.
  if (deleted && kept.shown === digest(message)) return;
  if (live === undefined) say('has no message');
  else if (digest(live.blocks) !== digest(message.blocks)) {
    const others = message.blocks.filter(
      (one, place) => digest(one) !== digest(live.blocks[place]),
    );
    say(`shows ${live.text}; true is ${message.text}; not so: ${JSON.stringify(others)}`);
  }
  for (const { ts } of heads) {
    if (ts !== kept?.ts && !isExcused(installation, ts)) say(`has another message, ${ts}`);
  }
  for (const part of doubled(installation, kept?.ts)) say(`tells ${part} twice in its thread`);
}

/** Whoever posted it met some trouble, or the record has forgotten it. */
function isExcused({ posts }: Installation, ts: string): boolean {
  const post = posts.get(ts);
  return post?.excused === true || post?.troubled() === true;
}

/** What stands in the thread more than once. */
function doubled(installation: Installation, threadTs: string | undefined): readonly string[] {
  const thread = installation.slack.messages.filter(
    (one) => threadTs !== undefined && one.threadTs === threadTs,
  );
  const parts = thread
    .filter(({ ts }) => !isExcused(installation, ts))
    .map(({ part }) => `${part}`);
  return parts.filter((part, place) => parts.indexOf(part) !== place);
}
