import type { OpenTarget } from '../../shared/cloud/target.ts';
import type { Astro } from '../../shared/deployment/astro.ts';
import type { Ways } from '../../shared/handover/configured-ways.ts';
import { memoryStore } from '../../shared/record/memory-store.ts';
import { openRecord } from '../../shared/record/record.ts';
import type { Item } from '../../shared/record/store.ts';
import type { AccessRules } from '../../shared/rules/access-rules.ts';
import { parseAccessRules } from '../../shared/rules/parse.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { Logger } from '../../shared/runtime/logger.ts';
import { SLACK_APP_ID, SLACK_SIGNING_SECRET, SLACK_TEAM_ID } from '../environment.ts';
import { MemoryPeople } from '../slack/memory-people.ts';
import { MemorySlack } from '../slack/memory-slack.ts';
import { Keeping } from './keeping.ts';
import type { ModelDecision } from './model.ts';
import { type Post, portSlack } from './port-slack.ts';
import { type Letter, portPeople, portQueues, portStore } from './ports.ts';
import type { Remembered } from './remembered.ts';
import { firstRules, type ModelRules } from './rules.ts';
import { rulesText } from './rules-text.ts';
import type { Workers } from './workers.ts';

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
  /** Connections are made unasked. */
  readonly connect: boolean;
  open(installation: string): OpenTarget;
  ways(installation: string): Ways;
  complain(detail: string): void;
}

/** One installation of the product, whose every call goes through a port. */
export function openInstallation(
  name: string,
  cloud: 'aws' | 'gcp',
  workspaceId: string,
  { clock, workers, openAstro, logger, connect, open, ways, complain }: Surroundings,
) {
  const store = memoryStore();
  const record = openRecord(portStore(store, workers), name, clock);
  const [slack, people] = [new MemorySlack(), new MemoryPeople()];
  const queue: Letter[] = [];
  const posts = new Map<string, Post>();
  let rules = firstRules(name, cloud, workspaceId, connect);
  let read: AccessRules = parseAccessRules(rulesText(rules), 'access-rules.yml');
  const processes = new Map<number, { readonly astro: Astro; readonly open: OpenTarget }>();
  const queues = portQueues(queue, connect, workers);
  const tools = { record, queues, clock, logger, cloud, rules: () => read };
  return {
    ...{ name, cloud, store, record, slack, people, queue, posts },
    id: `${name}/${cloud}`,
    backups: [] as Backup[],
    /** When the record last lost a part of itself: whoever mends that has all told anew. */
    lostAt: undefined as number | undefined,
    decisions: new Map<string, ModelDecision>(),
    keeping: new Keeping(),
    /** Deployments whose head the record has lost at some time. */
    headless: new Set<string>(),
    /** Deployments that its token did not see for a while, until they are decided on again. */
    unseen: new Set<string>(),
    /** Buttons that somebody has seen, and may still press. */
    buttons: [] as Remembered[],
    /** As ticks count; undefined where it is not paused. */
    pausedAt: undefined as number | undefined,
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
      ...tools,
      rulesCommit: 'abc1234',
      ways: ways(name),
      slack: portSlack({ slack, posts, workers, clock, complain }),
    },
    /** What `answer-slack` works with. */
    desk: {
      ...tools,
      secret: async () => SLACK_SIGNING_SECRET.value,
      slack: portPeople(people, workers),
      app: { SLACK_APP_ID, SLACK_TEAM_ID },
    },
  };
}

export type Installation = ReturnType<typeof openInstallation>;
