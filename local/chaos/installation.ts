import type { Queues } from '../../shared/cloud/queues.ts';
import type { OpenTarget } from '../../shared/cloud/target.ts';
import type { Astro } from '../../shared/deployment/astro.ts';
import { type MemoryStore, memoryStore } from '../../shared/record/memory-store.ts';
import { openRecord } from '../../shared/record/record.ts';
import type { Item, Store } from '../../shared/record/store.ts';
import type { AccessRules } from '../../shared/rules/access-rules.ts';
import { parseAccessRules } from '../../shared/rules/parse.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { Logger } from '../../shared/runtime/logger.ts';
import type { Slack } from '../../shared/slack/slack.ts';
import { MemorySlack } from '../slack/memory-slack.ts';
import type { ModelDecision } from './model.ts';
import { queueFault, slackFault, storeFault } from './port-faults.ts';
import { firstRules, type ModelRules } from './rules.ts';
import { rulesText } from './rules-text.ts';
import type { Port } from './trouble.ts';
import type { Workers } from './workers.ts';

export interface Letter {
  readonly to: 'decide' | 'target' | 'notify';
  readonly key: string;
  readonly tries: number;
}

/** What the record was at a moment, and what people had decided by then. */
export interface Backup {
  readonly at: number;
  readonly items: readonly Item[];
  readonly decisions: ReadonlyMap<string, ModelDecision>;
}

export interface Surroundings {
  readonly clock: Clock;
  readonly workers: Workers;
  readonly openAstro: () => Astro;
  readonly logger: Logger;
  open(installation: string): OpenTarget;
}

/** One installation of the product, whose every call goes through a port. */
export function openInstallation(
  name: string,
  cloud: 'aws' | 'gcp',
  workspaceId: string,
  { clock, workers, openAstro, logger, open }: Surroundings,
) {
  const store = memoryStore();
  const record = openRecord(portStore(store, workers), name, clock);
  const slack = new MemorySlack();
  const queue: Letter[] = [];
  const posts = new Map<string, Post>();
  let rules = firstRules(name, cloud, workspaceId);
  let read: AccessRules = parseAccessRules(rulesText(rules), 'access-rules.yml');
  const processes = new Map<number, { readonly astro: Astro; readonly open: OpenTarget }>();
  const queues = portQueues(queue, workers);
  return {
    ...{ name, cloud, store, record, slack, queue, posts },
    id: `${name}/${cloud}`,
    backups: [] as Backup[],
    /** Whether the record was ever put back to what it was before. */
    restored: false as boolean,
    decisions: new Map<string, ModelDecision>(),
    rules: () => rules,
    setRules: (next: ModelRules) => {
      rules = next;
      read = parseAccessRules(rulesText(next), 'access-rules.yml');
    },
    /** What one process has in its memory; workers side by side are in processes of their own. */
    process: (slot: number) => {
      const known = processes.get(slot) ?? { astro: openAstro(), open: open(name) };
      processes.set(slot, known);
      return known;
    },
    /** What a process that dies leaves is nothing. */
    endProcess: (slot: number) => processes.delete(slot),
    tools: {
      ...{ record, queues, clock, logger, cloud },
      rules: () => read,
      rulesCommit: 'abc1234',
      slack: portSlack(slack, posts, workers, clock),
    },
  };
}

export type Installation = ReturnType<typeof openInstallation>;

/** A message that Slack took, and whether whoever posted it met some trouble. */
export interface Post {
  readonly at: number;
  excused: boolean;
  readonly troubled: () => boolean;
}

type Failure = (flavour: number, after: boolean) => Error;

function through(workers: Workers, port: Port, failure: Failure) {
  return <Result>(carryOut: () => Promise<Result>): Promise<Result> =>
    workers.call({
      port,
      carryOut,
      fail: async (flavour, after) => {
        if (after) await carryOut();
        throw failure(flavour, after);
      },
    });
}

/** No story reads the history, and a long run has much of it: it is not kept. */
function portStore(store: MemoryStore, workers: Workers): Store {
  const call = through(workers, 'store', storeFault);
  return {
    get: (keys) => call(() => store.get(keys)),
    list: (partition) => call(() => store.list(partition)),
    put: (draft, expected) =>
      call(async () => {
        if (draft.partition.includes('#history#')) return { ...draft, version: 1 };
        return store.put(draft, expected);
      }),
    remove: (key, expected) => call(() => store.remove(key, expected)),
    due: (installation, now, limit) => call(() => store.due(installation, now, limit)),
  };
}

function portQueues(queue: Letter[], workers: Workers): Queues {
  const call = through(workers, 'queue', queueFault);
  const send = (to: Letter['to']) => async (keys: readonly string[]) => {
    for (const key of keys) await call(async () => void queue.push({ to, key, tries: 0 }));
  };
  return {
    decide: send('decide'),
    markTargets: send('target'),
    notify: send('notify'),
    // Nothing is handed over here: the connections are tested by themselves.
    handOver: async () => {},
  };
}

function portSlack(
  slack: MemorySlack,
  posts: Map<string, Post>,
  workers: Workers,
  clock: Clock,
): Slack {
  const call = through(workers, 'slack', slackFault);
  return {
    post: async (channel, message, options) => {
      const { worker } = workers;
      return call(async () => {
        const posted = await slack.post(channel, message, options);
        const troubled = () => worker?.met ?? false;
        posts.set(posted.ts, { at: clock.now().getTime(), excused: false, troubled });
        return posted;
      });
    },
    update: (channel, ts, message) => call(() => slack.update(channel, ts, message)),
    find: (channel, deploymentId, since) =>
      call(async () => {
        const heads = slack.messages.filter(
          (one) => one.channel === channel && one.threadTs === undefined,
        );
        return heads.find(
          ({ deploymentId: id, ts }) =>
            id === deploymentId && (posts.get(ts)?.at ?? 0) >= since.getTime(),
        )?.ts;
      }),
    findReply: (channel, threadTs, part) => call(() => slack.findReply(channel, threadTs, part)),
  };
}
