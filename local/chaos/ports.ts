import type { Queues } from '../../shared/cloud/queues.ts';
import type { MemoryStore } from '../../shared/record/memory-store.ts';
import type { Store } from '../../shared/record/store.ts';
import type { People } from '../../shared/slack/people.ts';
import type { Whispers } from '../../shared/slack/slack.ts';
import type { MemoryPeople } from '../slack/memory-people.ts';
import { queueFault, slackFault, storeFault } from './port-faults.ts';
import type { Port } from './trouble.ts';
import type { Workers } from './workers.ts';

export interface Letter {
  readonly to: 'decide' | 'target' | 'notify' | 'hand-over';
  readonly key: string;
  readonly tries: number;
}

type Failure = (flavour: number, after: boolean) => Error;

/** Makes each call in its turn, with whatever trouble its worker is to meet. */
export function through(workers: Workers, port: Port, failure: Failure) {
  return <Result>(carryOut: () => Promise<Result>, writes = true): Promise<Result> =>
    workers.call({
      ...{ port, writes, carryOut },
      fail: async (flavour, after) => {
        if (after) await carryOut();
        throw failure(flavour, after);
      },
    });
}

/** No story reads the history but to show it, and a long run has much of it: it is not kept. */
export function portStore(store: MemoryStore, workers: Workers): Store {
  const call = through(workers, 'store', storeFault);
  return {
    get: (keys) => call(() => store.get(keys), false),
    list: (partition) => call(() => store.list(partition), false),
    put: (draft, expected) =>
      call(async () => {
        if (draft.partition.includes('#history#')) return { ...draft, version: 1 };
        return store.put(draft, expected);
      }),
    remove: (key, expected) => call(() => store.remove(key, expected)),
    due: (installation, now, limit) => call(() => store.due(installation, now, limit), false),
  };
}

export function portQueues(queue: Letter[], connect: boolean, workers: Workers): Queues {
  const call = through(workers, 'queue', queueFault);
  const send = (to: Letter['to']) => async (keys: readonly string[]) => {
    for (const key of keys) await call(async () => void queue.push({ to, key, tries: 0 }));
  };
  return {
    decide: send('decide'),
    markTargets: send('target'),
    notify: send('notify'),
    handOver: connect ? send('hand-over') : async () => {},
  };
}

/** What `answer-slack` asks Slack. */
export function portPeople(people: MemoryPeople, workers: Workers): People & Whispers {
  const call = through(workers, 'slack', slackFault);
  return {
    person: (userId) => call(() => people.person(userId), false),
    members: (groupId) => call(() => people.members(groupId), false),
    whisper: (channel, userId, message, threadTs) =>
      call(() => people.whisper(channel, userId, message, threadTs)),
  };
}
