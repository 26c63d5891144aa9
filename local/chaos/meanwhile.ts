import { changeIdentity } from './identities.ts';
import type { Installation } from './installation.ts';
import { move, remove, rename } from './life.ts';
import { pause } from './orders.ts';
import { meddleWithPolicy } from './policy-hands.ts';
import type { Letter } from './ports.ts';
import { pick, type Random } from './random.ts';
import { changedRules } from './rule-changes.ts';
import { ACTIONS, decideAs, wantsIn } from './verdicts.ts';
import type { Interlude } from './workers.ts';
import type { World } from './world.ts';

type Happen = (
  world: World,
  installation: Installation,
  /** Points at the Deployment that the workers are at. */
  which: number,
  dice: readonly number[],
) => Promise<string> | string;

/**
 * What may happen while workers are at something. IAM keeps no etag: what somebody else writes into
 * a role between a read and a write of ours is lost, and nobody can know; it is left out.
 */
const HAPPENINGS: Readonly<Record<string, readonly [weight: number, happen: Happen]>> = {
  rename: [4, (world, _, which, dice) => rename(world, [which, ...dice])],
  move: [2, (world, _, which, dice) => move(world, [which, ...dice])],
  identity: [
    3,
    (world, _, which, [what = 0, ...dice]) => changeIdentity(world, [what, which, ...dice]),
  ],
  delete: [1, (world, _, which, dice) => remove(world, [which, ...dice])],
  rules: [
    3,
    (_, installation, __, dice) => {
      installation.setRules(changedRules(installation.rules(), dice));
      return 'other rules';
    },
  ],
  verdict: [6, () => ''],
  pause: [0.5, pause],
  hand: [3, (world, _, __, dice) => world.truth.byHand(() => meddleWithPolicy(world, dice))],
};

const LOTS = Object.entries(HAPPENINGS).flatMap(([name, [weight]]) =>
  Array<string>(weight * 2).fill(name),
);

export interface Meanwhile extends Interlude {
  /** What happened, once it has. */
  said(): string;
}

/** Something that happens after some calls of the workers, mostly about what these are at. */
export function meanwhile(
  world: World,
  installation: Installation,
  letter: Letter | undefined,
  random: Random,
): Meanwhile {
  const after = 1 + Math.floor(random() ** 2 * 14);
  const overtakes = random() < 0.6;
  const name = pick(LOTS, random()) ?? 'rename';
  const aimed = random() < 0.75;
  const [point = 0, ...dice] = Array.from({ length: 8 }, random);
  let said = '';
  return {
    ...{ after, overtakes },
    said: () => said,
    happen: async () => {
      const about = aimed ? letter : undefined;
      const told =
        name === 'verdict'
          ? await decideOnOneOf(installation, about, [point, ...dice])
          : await HAPPENINGS[name]?.[1](world, installation, placeOf(world, about, point), dice);
      said = `; meanwhile ${name}: ${told}`;
      world.truth.checkNobodyOut();
    },
  };
}

/** What points at the Deployment that a message is about. */
function placeOf({ truth }: World, letter: Letter | undefined, point: number): number {
  const all = truth.deployments();
  const place = all.findIndex(({ id }) => id === letter?.key);
  return place < 0 ? point : (place + 0.5) / all.length;
}

/** Of what the message is about; every second time it is taken back while it is being given. */
async function decideOnOneOf(
  installation: Installation,
  letter: Letter | undefined,
  [which = 0, what = 0, often = 0]: readonly number[],
): Promise<string> {
  const all = await wantsIn(installation);
  const its = all.filter(({ deploymentId, want }) =>
    letter?.to === 'target' ? want.targetKey === letter.key : deploymentId === letter?.key,
  );
  const one = pick(its.length > 0 ? its : all, which);
  if (one === undefined) return 'there is nothing to decide';
  const action = often < 0.5 ? 'deny' : (pick(ACTIONS, what) ?? 'retry');
  return decideAs(installation, one.deploymentId, one.want, action);
}
