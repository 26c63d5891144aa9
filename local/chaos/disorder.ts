import { LIST_FAULTS, listFault } from '../astro/list-deployments.ts';
import { BLINDNESS } from './blindness.ts';
import { pick } from './random.ts';
import { takeRounds } from './rounds.ts';
import type { Take } from './step.ts';

const HOUR = 3_600_000;

type Kind = 'double' | 'drop' | 'shuffle' | 'lists' | 'hide' | 'stale' | 'unpost';

/** What queues, lists, readers of IAM and people in Slack do to order. */
export const DISORDER: Readonly<Record<Kind, Take>> = {
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
  lists: (world, _, [which = 0, times = 0]) => {
    const fault = pick(LIST_FAULTS, which) ?? 'empty';
    world.astro.faults.inject(listFault(fault, 1 + Math.floor(times * 3)));
    return fault;
  },
  hide: async (world, installation, [which = 0, how = 0, long = 0, soon = 0], random) => {
    const { truth, blindnesses, time } = world;
    const ofCloud = truth.deployments().filter(({ cloudProvider }) => {
      return String(cloudProvider).toLowerCase() === installation.cloud;
    });
    const raw = pick(ofCloud, which);
    if (raw === undefined) return 'there is no Deployment';
    const blindness = pick(BLINDNESS, how) ?? BLINDNESS[0];
    blindnesses.hide(raw.id, blindness, time.now().getTime() + long * 12 * HOUR);
    if (soon < 0.6) await takeRounds(world, installation, random);
    return `${raw.id} is ${blindness}`;
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
};
