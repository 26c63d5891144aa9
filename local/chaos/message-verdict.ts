import { BASELINE } from '../../shared/deployment/events.ts';
import { digest } from '../../shared/runtime/json.ts';
import { CALLED_AGAIN, SETTLED } from '../../shared/slack/notices.ts';
import { newsOf } from '../../shared/stories/notify/news.ts';
import type { KeptMessage } from '../slack/memory-slack.ts';
import type { Installation } from './installation.ts';
import { isReadyFor } from './ready.ts';
import type { World } from './world.ts';

/**
 * Each Deployment that is told of has one live message, which shows what is so; one of the
 * baseline has none as long as nothing about it changes.
 */
export async function checkMessages(world: World, installation: Installation): Promise<void> {
  await checkTold(world, installation, isReadyFor);
}

/** The same as far as the record knows what is so: that a person has mended something it may not know yet. */
export async function checkTold(
  world: World,
  installation: Installation,
  isReady?: typeof isReadyFor,
): Promise<void> {
  const { record } = installation;
  const ids = (await record.deployments.list()).map(({ item }) => item.deploymentId);
  for (const id of [...ids, BASELINE]) await checkMessage(world, installation, id, isReady);
}

async function checkMessage(
  world: World,
  installation: Installation,
  id: string,
  isReady?: typeof isReadyFor,
): Promise<void> {
  const { record, slack, tools } = installation;
  const say = (detail: string) =>
    world.truth.say('one live message that shows the truth', `${installation.id}: ${id} ${detail}`);
  const news = await newsOf(id, tools);
  if (news === undefined) return;
  const kept = (await record.messages.get(id))?.item;
  const message = news.head(kept?.refused);
  if (kept?.baseline && kept.shown === news.gist) return;
  // The summary of a time long ago is not told again when the record has lost where it is.
  if (id === BASELINE && kept === undefined && installation.lostAt !== undefined) return;
  const heads = slack.messages.filter(
    (one) => one.deploymentId === id && one.threadTs === undefined,
  );
  const live = heads.find(({ ts }) => ts === kept?.ts);
  const deleted = kept?.ts !== undefined && !heads.some(({ ts }) => ts === kept.ts);
  // Nobody is told when a person deletes a message; the next change finds it out.
  if (deleted && kept.shown === digest(message)) return;
  if (live === undefined) say('has no message');
  else {
    if (digest(live.blocks) !== digest(message.blocks)) say(difference(live, message));
    const why = await isReady?.(world, installation, id, live);
    if (why !== undefined) say(why);
  }
  for (const { ts } of heads) {
    if (ts !== kept?.ts && !isExcused(installation, ts)) say(`has another message, ${ts}`);
  }
  checkThread(installation, kept?.ts, kept?.calls?.ts, say);
}

function difference(live: KeptMessage, message: Pick<KeptMessage, 'text' | 'blocks'>): string {
  const differing = message.blocks.flatMap((one, place) => {
    const other = live.blocks[place];
    return digest(one) === digest(other)
      ? []
      : [`${JSON.stringify(other)} is ${JSON.stringify(one)}`];
  });
  return `shows ${live.text}; true is ${message.text}; ${differing.join('; ')}`;
}

function isExcused({ posts }: Installation, ts: string): boolean {
  return posts.get(ts)?.excused === true;
}

/** Nothing stands in the thread more than once, and of the calls for people one at the most. */
function checkThread(
  installation: Installation,
  threadTs: string | undefined,
  call: string | undefined,
  say: (detail: string) => void,
): void {
  const thread = installation.slack.messages.filter(
    (one) => threadTs !== undefined && one.threadTs === threadTs,
  );
  const known = thread.filter(({ ts }) => !isExcused(installation, ts));
  const calls = known.filter(({ part }) => part?.startsWith('call/'));
  const over = [SETTLED.text, CALLED_AGAIN.text];
  for (const { ts, text, part } of calls) {
    if (ts !== call && !over.includes(text)) say(`still calls for ${part}: ${text}`);
  }
  const parts = known.filter((one) => !calls.includes(one)).map(({ part }) => `${part}`);
  for (const part of parts.filter((one, place) => parts.indexOf(one) !== place)) {
    say(`tells ${part} twice in its thread`);
  }
}
