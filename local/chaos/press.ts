import { parsePress } from '../../shared/slack/press.ts';
import { answerSlack } from '../../shared/stories/answer-slack.ts';
import { SLACK_SIGNING_SECRET } from '../environment.ts';
import type { Posted } from '../slack/messages.ts';
import { buttonsOf, payloadOf, signedForm } from '../slack/press.ts';
import { checkForeseen } from './deliver.ts';
import type { Installation } from './installation.ts';
import { judgePresses, type Pressed } from './judge-presses.ts';
import { pick, type Random } from './random.ts';
import type { Remembered } from './remembered.ts';
import { revisionNow, shownNow, standingNow } from './standing-now.ts';
import { type Trouble, troubleOf } from './trouble.ts';
import type { Job } from './workers.ts';
import type { World } from './world.ts';

const PRESSERS = ['U0ANN', 'U0SAM', 'U0JANE', 'U0ANN', 'U0BOB', 'U0NOMAIL', 'U0ROBOT', 'U0LEFT'];
const TEN_MINUTES = 600_000;
/** What was seen longer ago is forgotten. */
const MOST = 60;

/** Somebody looks at a message, and will remember its buttons when it is no longer what it was. */
export async function look(
  installation: Installation,
  [which = 0]: readonly number[],
): Promise<string> {
  const seen = await buttonsNow(installation, which);
  installation.buttons.push(...seen);
  installation.buttons.splice(0, Math.max(0, installation.buttons.length - MOST));
  return `${seen[0]?.press.deploymentId}: ${seen.length} buttons`;
}

/** Somebody, or two at once, press a button of now or of before. */
export async function press(
  world: World,
  installation: Installation,
  dice: readonly number[],
  random: Random,
): Promise<string> {
  const [which = 0, old = 0, what = 0, who = 0, forged = 0, twice = 0, ...rest] = dice;
  const choice = old < 0.45 ? installation.buttons : await buttonsNow(installation, which);
  const remembered = pick(choice, what);
  if (remembered === undefined) return 'there is no button';
  const userId = pick(PRESSERS, who) ?? 'U0ANN';
  const forgery = forged < 0.05 ? 'secret' : forged < 0.1 ? 'time' : undefined;
  const one: Pressed = { userId, remembered, ...(forgery && { forgery }) };
  const other = { userId: twice < 0.8 ? userId : (pick(PRESSERS, (twice - 0.8) * 5) ?? userId) };
  const pressed: readonly Pressed[] = twice < 0.6 ? [one] : [one, { ...one, ...other }];
  const { deploymentId } = remembered.press;
  const before = await standingNow(installation, deploymentId);
  const trouble = twice < 0.3 ? troubleOf(rest) : undefined;
  const jobs = pressed.map((each, place) =>
    jobFor(world, installation, each, place === 0 ? trouble : undefined),
  );
  const endings = await world.workers.run(jobs, random);
  for (const [, ending] of endings) checkForeseen(world, 'a press', ending);
  const easy = endings.every(([worker, { kind }]) => kind === 'done' && !worker.met);
  await judgePresses(world, installation, { pressed, before, easy });
  installation.people.whispers.length = 0;
  const people = pressed.map((each) => each.userId).join(' and ');
  const { verb, accessId = 'all' } = remembered.press;
  return `${people} ${verb} ${deploymentId} ${accessId} ${forgery ?? ''}`;
}

async function buttonsNow(
  installation: Installation,
  which: number,
): Promise<readonly Remembered[]> {
  const withButtons = installation.slack.messages.filter(({ blocks }) =>
    buttonsOf({ blocks: plain(blocks) }).some(({ value }) => value !== undefined),
  );
  const message = pick(withButtons, which);
  if (message === undefined) return [];
  const { channel, ts } = message;
  const found: Remembered[] = [];
  for (const button of buttonsOf({ blocks: plain(message.blocks) })) {
    const press = button.value && parsePress(button.action_id, button.value);
    if (!press) continue;
    const standing = await standingNow(installation, press.deploymentId);
    const isNow = standing && revisionNow(standing, press.accessId) === press.revision;
    const shown = isNow && shownNow(standing, press.accessId);
    found.push({ button, press, channel, ts, ...(shown && { shown }) });
  }
  return found;
}

/** As Slack tells them to whoever reads the message. */
function plain(blocks: readonly unknown[]): Posted['blocks'] {
  return JSON.parse(JSON.stringify(blocks));
}

function jobFor(
  { time, truth }: World,
  { id, desk }: Installation,
  { userId, remembered, forgery }: Pressed,
  trouble: Trouble | undefined,
): Job {
  const { button, channel, ts } = remembered;
  const now = time.now();
  const at = forgery === 'time' ? new Date(now.getTime() - TEN_MINUTES) : now;
  const secret = forgery === 'secret' ? 'not-the-secret' : SLACK_SIGNING_SECRET.value;
  const payload = payloadOf({ button, userId, message: { channel, ts }, at });
  const { headers, body } = signedForm(payload, at, secret);
  const request = { method: 'POST', headers, body: Buffer.from(body) };
  return {
    ...{ installation: id, trouble },
    run: async () => {
      const { status } = await answerSlack(request, desk);
      const expected = forgery === undefined ? 200 : 401;
      if (status !== expected) truth.say('only what Slack signed just now is taken', `${status}`);
    },
  };
}
