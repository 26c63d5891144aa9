import { goBlind } from './blind.ts';
import { sweepOnce } from './deliver.ts';
import { deliverSome, deliverTogether, drain } from './deliveries.ts';
import { DISORDER } from './disorder.ts';
import { meddle } from './hands.ts';
import { changeIdentity } from './identities.ts';
import type { Installation } from './installation.ts';
import { create, move, remove, rename } from './life.ts';
import { backUp, lose } from './loss.ts';
import { meanwhile } from './meanwhile.ts';
import { order, pause, resume } from './orders.ts';
import { look, press } from './press.ts';
import { pick, type Random, randomFrom } from './random.ts';
import { changedRules, withManners } from './rule-changes.ts';
import type { Step, StepKind } from './steps.ts';
import { troubleOf } from './trouble.ts';
import { tug } from './tug.ts';
import { decideByCommand } from './verdicts.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export type Take = (
  world: World,
  installation: Installation,
  dice: readonly number[],
  random: Random,
) => Promise<string> | string;

/** Takes one step, and says what happened. */
export async function takeStep(world: World, { kind, dice }: Step): Promise<string> {
  const [who = 0, ...rest] = dice;
  const installation = pick(world.installations, who);
  if (installation === undefined) return '';
  const random = randomFrom(Math.floor((dice.at(-1) ?? 0) * 2 ** 32));
  const said = await TAKE[kind](world, installation, rest, random);
  return `${kind} [${installation.id}] ${said}`;
}

const TAKE: Readonly<Record<StepKind, Take>> = {
  ...DISORDER,
  deliver: deliverSome,
  together: deliverTogether,
  drain: (world, installation, [many = 0], random) =>
    drain(world, installation, 4 + many * 20, random, 0.4),
  sweep: async (world, installation, dice, random) => {
    backUp(world, installation);
    const between = random() < 0.2 ? meanwhile(world, installation, undefined, random) : undefined;
    const said = await sweepOnce(world, installation, random, troubleOf(dice), between);
    return `${said}${between?.said() ?? ''}`;
  },
  create: (world, _, dice) => create(world, dice),
  delete: (world, _, dice) => remove(world, dice),
  rename: (world, _, dice) => rename(world, dice),
  move: (world, _, dice) => move(world, dice),
  identity: (world, _, dice) => changeIdentity(world, dice),
  rules: (_, installation, dice) => {
    installation.setRules(changedRules(installation.rules(), dice));
    return rulesNow(installation);
  },
  manners: (_, installation, [what = 0, a = 0, b = 0]) => {
    const target = pick(Object.keys(installation.rules().targets), b) ?? '';
    installation.setRules(withManners(installation.rules(), 0.88 + what * 0.12, a, target));
    return rulesNow(installation);
  },
  hand: (world, _, dice) => meddle(world, dice),
  tug,
  blind: goBlind,
  minutes: (world, _, [long = 0]) => pass(world, long * 10 * MINUTE),
  hours: (world, _, [long = 0]) => pass(world, long * 8 * HOUR),
  days: (world, _, [long = 0]) => pass(world, long * 48 * HOUR),
  verdict: (_, installation, dice) => decideByCommand(installation, dice),
  press,
  look: (_, installation, dice) => look(installation, dice),
  confirm: (_, installation) => order(installation, 'confirm-endings'),
  pause,
  resume: (_, installation) => resume(installation),
  lose: (world, installation, dice) => lose(world, installation, dice),
};

function rulesNow({ rules }: Installation): string {
  const { installation: _, cloud: __, workspaceId: ___, connect: ____, ...shown } = rules();
  return JSON.stringify(shown);
}

function pass({ time }: World, milliseconds: number): string {
  time.advance(Math.floor(milliseconds));
  return `it is ${time.now().toISOString()}`;
}
