import { LIST_FAULTS, listFault } from '../astro/list-deployments.ts';
import { pick } from './random.ts';
import type { Take } from './step.ts';

type Kind = 'double' | 'drop' | 'shuffle' | 'lists' | 'stale' | 'unpost';

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
