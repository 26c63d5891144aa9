import { isGiven } from '../../shared/record/verdict.ts';
import { mayPress, VERDICTS } from './entitled.ts';
import type { Installation } from './installation.ts';
import type { Remembered } from './remembered.ts';
import {
  concerned,
  revisionNow,
  type Standing,
  type StandingNow,
  shownNow,
  standingNow,
} from './standing-now.ts';
import { noteDecision } from './verdicts.ts';
import type { World } from './world.ts';

export interface Pressed {
  readonly userId: string;
  readonly remembered: Remembered;
  readonly forgery?: 'secret' | 'time';
}

interface Scene {
  readonly pressed: readonly Pressed[];
  readonly before: StandingNow | undefined;
  /** Nobody met any trouble. */
  readonly easy: boolean;
}

/** Presses do what those may who made them, of what they saw, and nothing else; and at most once. */
export async function judgePresses(
  world: World,
  installation: Installation,
  scene: Scene,
): Promise<void> {
  const [{ remembered } = {}] = scene.pressed;
  const { press } = remembered ?? {};
  if (press === undefined || scene.before === undefined) return;
  const after = await standingNow(installation, press.deploymentId);
  for (const was of scene.before.accesses) {
    const is = after?.accesses.find(({ want }) => want.accessId === was.want.accessId);
    if (is === undefined) continue;
    judgeOne(world, installation, { ...scene, before: scene.before }, was, is);
    const { decision } = is;
    if (decision === undefined || decision.version === was.decision?.version) continue;
    noteDecision(installation, press.deploymentId, was.want, decision.item);
  }
}

function judgeOne(
  { truth, time }: World,
  installation: Installation,
  { pressed, before, easy }: Scene & { readonly before: StandingNow },
  was: Standing,
  is: Standing,
): void {
  const say = (invariant: string) => {
    const [{ remembered } = {}] = pressed;
    const what = JSON.stringify(remembered?.press);
    const detail = `${pressed.map(({ userId }) => userId)} ${what}: ${was.shown} became ${is.shown}`;
    truth.say(invariant, `${installation.id}: ${detail}`);
  };
  const able = pressed.filter((one) => isAble(one, was, before, installation));
  const count = (is.decision?.version ?? 0) - (was.decision?.version ?? 0);
  if (count > 1) say('the same press acts once');
  if (count === 1 && !able.some((one) => fits(one, was, is))) {
    say('a press does only what whoever made it may, and saw');
  }
  if (is.ask?.at !== was.ask?.at || is.ask?.replace !== was.ask?.replace) {
    const asks = ({ remembered: { press } }: Pressed) =>
      ['connect', 'replace'].includes(press.verb);
    if (!able.some(asks)) say('nobody asks for a connection who may not');
  }
  const [must] = able.filter((one) => mustAct(one, was, time.now()));
  if (must !== undefined && easy && count === 0) say('a press does what it says');
}

/** Whether it came from Slack, was made for what is so, and by somebody who may. */
function isAble(
  { userId, remembered, forgery }: Pressed,
  was: Standing,
  before: StandingNow,
  installation: Installation,
): boolean {
  const { press, shown } = remembered;
  const { accessId, verb } = press;
  if (forgery !== undefined || !concerned(before, accessId).includes(was)) return false;
  const isNow =
    revisionNow(before, accessId) === press.revision &&
    (shown === undefined || shownNow(before, accessId) === shown);
  return isNow && mayPress(userId, verb, was, before, installation.rules());
}

function fits({ userId, remembered: { press } }: Pressed, was: Standing, is: Standing): boolean {
  const { verdict = '', by = '' } = is.decision?.item ?? {};
  // What was decided stays decided, by whoever did.
  if (press.verb === 'retry') return verdict === (was.decision?.item.verdict ?? 'released');
  return by.startsWith(userId) && (VERDICTS[press.verb]?.includes(verdict) ?? false);
}

/** Whether nothing may keep it from having an effect. */
function mustAct({ remembered: { press } }: Pressed, { want }: Standing, now: Date): boolean {
  const { verb, accessId } = press;
  if (accessId === undefined || verb === 'connect' || verb === 'replace') return false;
  if (verb === 'approve') return isGiven(want);
  const soon = new Date(now.getTime() + 60_000).toISOString();
  return want.until === undefined || want.until > soon || verb === 'deny' || verb === 'revoke';
}
