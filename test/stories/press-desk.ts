import { MemoryPeople } from '../../local/slack/memory-people.ts';
import { payloadOf, signedForm } from '../../local/slack/press.ts';
import { wholeRevision } from '../../shared/record/revision.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { pressed, type Verb } from '../../shared/slack/press.ts';
import type { AnswerTools } from '../../shared/stories/answer-slack/tools.ts';
import { answerSlack } from '../../shared/stories/answer-slack.ts';
import { viewOf } from '../../shared/stories/notify/view-of.ts';
import type { Workbench } from './workbench.ts';

/** Where the desk stands: before all of a workbench, or before no more than a press needs. */
type Stand = Pick<Workbench, 'record' | 'drain'> & {
  readonly tools: Pick<Workbench['tools'], 'record' | 'queues' | 'rules' | 'clock'>;
};

export const CHANNEL = 'C0DATAOPS1';
export const SECRET = 'the-signing-secret';

/** What a button of the message would carry that is written now. */
export interface Shown {
  readonly deploymentId: string;
  readonly accessId?: string;
  readonly revision: string;
}

/** `answer-slack`, and people who press. */
export function openDesk(bench: Stand) {
  const people = new MemoryPeople();
  const log: string[] = [];
  const tools: AnswerTools = {
    record: bench.record,
    queues: bench.tools.queues,
    rules: bench.tools.rules,
    clock: bench.tools.clock,
    logger: jsonLogger((line) => log.push(line)),
    secret: async () => `one-before\n${SECRET}`,
    slack: people,
    app: { SLACK_APP_ID: 'A0LOCALAPP', SLACK_TEAM_ID: 'T0ACME' },
    limits: { lookUps: 60, whisper: 60, answer: 2_000 },
  };

  /** The request of a press, to be sent once or more often. */
  function request(userId: string, verb: Verb | 'extend', shown: Shown) {
    const at = bench.tools.clock.now();
    const button = { ...pressed({ ...shown, verb: verb as Verb }), action_id: verb };
    const message = { channel: CHANNEL, ts: '1768469000.000100' };
    const { headers, body } = signedForm(payloadOf({ button, userId, message, at }), at, SECRET);
    return { method: 'POST', headers, body: Buffer.from(body) };
  }

  const whispered = () => people.whispers.splice(0).map(({ text }) => text);

  return {
    people,
    log,
    tools,
    request,
    whispered,
    /** Presses; answers what whoever pressed was told, after everything that follows has happened. */
    press: async (userId: string, verb: Verb | 'extend', shown: Shown) => {
      const answer = await answerSlack(request(userId, verb, shown), tools);
      if (answer.status !== 200 || 'body' in answer) throw new Error(JSON.stringify(answer));
      await bench.drain();
      return whispered().join('\n');
    },
    /** As the message shows it now: all of a Deployment, or its one access to a target. */
    shown: async (deploymentId: string, target?: string): Promise<Shown> => {
      const accesses = (await viewOf(deploymentId, bench.tools))?.accesses ?? [];
      const found = accesses.find((one) => one.target === target);
      if (found) return { deploymentId, accessId: found.accessId, revision: found.revision };
      return { deploymentId, revision: wholeRevision(accesses.map(({ revision }) => revision)) };
    },
    /** The audit trail of presses and decisions, a line each. */
    trail: async (deploymentId: string) => {
      const items = await bench.record.history.of(deploymentId);
      return items
        .filter(({ event }) => /^(press|decision|connection)\./.test(event))
        .map(({ event, by, detail }) => [event, by, detail?.refused].filter(Boolean).join(' '));
    },
  };
}

export type Desk = ReturnType<typeof openDesk>;
