import { InvalidEventError } from '../../shared/runtime/errors.ts';
import { operate } from '../../shared/stories/operate.ts';
import { type ListFault, listFault } from '../astro/list-deployments.ts';
import { byHand, deliver, sweepOnce } from './deliver.ts';
import { meddle } from './hands.ts';
import type { Installation } from './installation.ts';
import { create, remove, rename } from './life.ts';
import { backUp, lose } from './loss.ts';
import { pick, type Random, randomFrom } from './random.ts';
import { changedRules } from './rules.ts';
import type { Step, StepKind } from './steps.ts';
import { troubleOf } from './trouble.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Take = (
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
  deliver: (world, installation, dice, random) => deliverSome(world, installation, dice, random),
  drain: (world, installation, [many = 0], random) =>
    drain(world, installation, 4 + many * 20, random),
  sweep: (world, installation, dice, random) => {
    backUp(world, installation);
    return sweepOnce(world, installation, random, troubleOf(dice));
  },
  create: (world, _, dice) => create(world, dice),
  delete: (world, _, dice) => remove(world, dice),
  rename: (world, _, dice) => rename(world, dice),
  rules: (_, installation, dice) => {
    installation.setRules(changedRules(installation.rules(), dice));
    const { mode, modes, reach, targets } = installation.rules();
    return JSON.stringify({ mode, modes, reach, targets });
  },
  hand: (world, _, dice) => meddle(world, dice),
  minutes: (world, _, [long = 0]) => pass(world, long * 10 * MINUTE),
  hours: (world, _, [long = 0]) => pass(world, long * 8 * HOUR),
  days: (world, _, [long = 0]) => pass(world, long * 48 * HOUR),
  double: (_, { queue }, [which = 0]) => {
    const letter = pick(queue, which);
    if (letter !== undefined) queue.push(letter);
    return `${letter?.to} ${letter?.key}`;
  },
  drop: (_, { queue }, [which = 0]) => {
    const [letter] = queue.splice(Math.floor(which * queue.length), 1);
    return `${letter?.to} ${letter?.key}`;
  },
  shuffle: (_, { queue }, __, random) => {
    const shuffled = queue.map((letter) => [random(), letter] as const);
    queue.splice(
      0,
      queue.length,
      ...shuffled.sort(([a], [b]) => a - b).map(([, letter]) => letter),
    );
    return `${queue.length}`;
  },
  verdict: (_, installation, dice) => decideByHand(installation, dice),
  confirm: async (_, installation) => {
    await operate({ action: 'confirm-endings', by: 'jane@acme.example' }, byHand(installation));
    return '';
  },
  lists: (world, _, [which = 0, times = 0]) => {
    const fault = pick(LIST_FAULTS, which) ?? 'empty';
    world.astro.faults.inject(listFault(fault, 1 + Math.floor(times * 3)));
    return fault;
  },
  stale: (world, _, [long = 0]) => {
    const milliseconds = long < 0.4 ? 0 : Math.floor(long * 20_000);
    world.aws.iam.staleReads(milliseconds);
    return `${milliseconds} ms`;
  },
  unpost: (_, { slack }, [which = 0]) => {
    const message = pick(slack.messages, which);
    if (message !== undefined) slack.delete(message.ts);
    return `${message?.deploymentId}`;
  },
  lose: (world, installation, [how = 0]) => lose(world, installation, how),
};

const LIST_FAULTS: readonly ListFault[] = [
  'short-page',
  'empty',
  'total-too-high',
  'repeated-row',
  'skipped-row',
  'malformed-row',
];

function pass({ time }: World, milliseconds: number): string {
  time.advance(Math.floor(milliseconds));
  return `it is ${time.now().toISOString()}`;
}

/** One to three messages, mostly the oldest, at the same time and with some trouble. */
async function deliverSome(
  world: World,
  installation: Installation,
  [many = 0, which = 0, same = 0, ...dice]: readonly number[],
  random: Random,
): Promise<string> {
  const { queue } = installation;
  const first = which < 0.7 ? queue[0] : pick(queue, (which - 0.7) / 0.3);
  if (first === undefined) return 'nothing to deliver';
  const others = queue.filter((one) => one !== first);
  const alike = others.filter(({ to, key }) => to === first.to && key === first.key);
  const more = many < 0.6 ? [] : many < 0.9 ? [pick(others, same)] : others.slice(0, 2);
  if (many < 0.6 && same < 0.3 && alike[0] !== undefined) more.push(alike[0]);
  const letters = [first, ...more.filter((one) => one !== undefined)];
  const deliveries = letters.map((letter, place) => ({
    letter,
    trouble: place === 0 ? troubleOf(dice) : undefined,
  }));
  return deliver(world, installation, deliveries, random);
}

export async function drain(
  world: World,
  installation: Installation,
  most: number,
  random: Random,
): Promise<string> {
  const said: string[] = [];
  for (let count = 0; count < most; count += 1) {
    const [letter] = installation.queue;
    if (letter === undefined) break;
    said.push(await deliver(world, installation, [{ letter }], random));
  }
  return said.join('; ');
}

async function decideByHand(
  installation: Installation,
  [which = 0, access = 0, what = 0]: readonly number[],
): Promise<string> {
  const { record, decisions } = installation;
  const heads = (await record.deployments.list()).map(({ item }) => item);
  const head = pick(
    heads.filter(({ decided }) => (decided?.wants.length ?? 0) > 0),
    which,
  );
  const want = pick(head?.decided?.wants ?? [], access);
  if (head === undefined || want === undefined) return 'there is nothing to decide';
  const actions = [
    'approve',
    'approve',
    'approve',
    'deny',
    'hold',
    'release',
    'release',
    'retry',
  ] as const;
  const action = pick(actions, what) ?? 'retry';
  const { deploymentId } = head;
  const { accessId } = want;
  const order = { action, deploymentId, accessId, by: 'jane@acme.example' };
  const objection = await operate(order, byHand(installation)).then(() => undefined, refusal);
  if (objection !== undefined) return objection;
  const written = (await record.decisions.get([accessId])).get(accessId);
  if (written !== undefined) decisions.set(accessId, written);
  return `${action} ${deploymentId} ${want.target}`;
}

/** What cannot be decided, such as to approve what no rule gives, is said and changes nothing. */
function refusal(error: unknown): string {
  if (error instanceof InvalidEventError) return error.message;
  throw error;
}
