import { digest } from '../../shared/runtime/json.ts';
import { deploymentMessage } from '../../shared/slack/message.ts';
import { viewOf } from '../../shared/stories/view-of.ts';
import type { Installation } from './installation.ts';
import { type Piece, partsOf } from './pieces.ts';
import type { World } from './world.ts';

/** What must be so once everything has settled. */
export async function checkSettled(world: World): Promise<void> {
  for (const installation of world.installations) {
    checkWanted(world, installation);
    checkUnwanted(world, installation);
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

function checkUnwanted({ truth }: World, installation: Installation): void {
  const due = truth.deployments().map(({ id }) => truth.due(installation, id));
  for (const one of truth.placed(installation)) {
    if (truth.excused.has(one)) continue;
    if (due.some(({ grant, asItIs }) => grant.has(one) || [...asItIs].some(sharesFate(one))))
      continue;
    truth.say('nobody unwanted is in', `${installation.id}: ${one}`);
  }
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

/** Each Deployment that is told of has one live message, which shows what is so. */
async function checkMessages(world: World, installation: Installation): Promise<void> {
  const { id, record, slack, posts, tools } = installation;
  const say = (detail: string) => world.truth.say('one live message that shows the truth', detail);
  for (const { item } of await record.deployments.list()) {
    const view = await viewOf(item.deploymentId, tools);
    if (view === undefined) continue;
    const message = deploymentMessage(view);
    const kept = (await record.messages.get(item.deploymentId))?.item;
    const heads = slack.messages.filter(
      (one) => one.deploymentId === item.deploymentId && one.threadTs === undefined,
    );
    const live = heads.find(({ ts }) => ts === kept?.ts);
    const deleted = kept?.ts !== undefined && !heads.some(({ ts }) => ts === kept.ts);
    // Nobody is told when a person deletes a message; the next change finds it out.
    if (deleted && kept.shown === digest(message)) continue;
    if (live === undefined) say(`${id}: ${item.deploymentId} has no message`);
    else if (digest(live.blocks) !== digest(message.blocks)) {
      say(`${id}: ${item.deploymentId} shows ${live.text}; true is ${message.text}`);
    }
    for (const { ts } of heads) {
      const post = posts.get(ts);
      if (ts === kept?.ts || post?.excused || post?.troubled()) continue;
      say(`${id}: ${item.deploymentId} has another message, ${ts}`);
    }
  }
}
