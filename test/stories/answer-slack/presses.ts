import type { DecisionItem } from '../../../shared/record/items.ts';
import { placementDigest } from '../../../shared/record/placement.ts';
import { answer } from '../../../shared/slack/answers.ts';
import type { ButtonPressed } from '../../../shared/slack/interaction.ts';
import { pressed, type Verb } from '../../../shared/slack/press.ts';
import { answerPress } from '../../../shared/stories/answer-slack/press.ts';
import {
  type SeenAccess,
  type Sight,
  sightOf,
} from '../../../shared/stories/answer-slack/sight.ts';
import type { AnswerTools } from '../../../shared/stories/answer-slack/tools.ts';
import { access, LATER, want } from '../../record/samples.ts';
import { DEPLOYMENT, openMemoryBench } from '../memory-bench.ts';
import { CHANNEL, openDesk, type Shown } from '../press-desk.ts';
import { LAKE, REDSHIFT, rulesReaching } from '../rules.ts';

export const ID = DEPLOYMENT.id;
export const JANE = 'jane@acme.example';
export const BOTH = { ...REDSHIFT, ...LAKE };

/** As a button of the message carries it, pressed in the channel. */
export function buttonOf(
  verb: Verb,
  shown: Shown,
  more: Partial<ButtonPressed> = {},
): ButtonPressed {
  const { action_id: actionId, value } = pressed({ ...shown, verb });
  const user = { id: 'U0ANN', name: 'ann' };
  const at = new Date(LATER);
  return { appId: 'A0LOCALAPP', user, channel: CHANNEL, at, actionId, value, ...more };
}

/** What somebody is told. */
export function told(text: string) {
  return { message: answer(text) };
}

/** What somebody is told whose press did nothing. */
export function untold(refused: string, text: string) {
  return { message: answer(`Nothing was done. ${text}`), refused };
}

/** An access to this target, of which nobody has said anything. */
export function seen(target: string, more: Partial<SeenAccess> = {}): SeenAccess {
  const accessId = `access-${target}`;
  return {
    want: { ...want, accessId, target },
    row: access({ accessId, state: 'granted' }),
    version: 0,
    revision: `revision-${target}`,
    say: { approvers: ['S0PLATFORM'], approval: 'slack' },
    askVersion: 0,
    ...more,
  };
}

export function decision(more: Partial<DecisionItem> = {}): DecisionItem {
  const placement = placementDigest(want);
  return {
    accessId: want.accessId,
    verdict: 'approved',
    by: 'U0SAM (sam)',
    at: LATER,
    placement,
    ...more,
  };
}

/** A Deployment of Jane's that was decided on, in memory, and a desk to press at. */
export async function openStation(rules = rulesReaching(BOTH)) {
  const bench = openMemoryBench(rules);
  const { people, log: lines, tools, shown } = openDesk({ ...bench, drain: async () => {} });
  await bench.decide({ createdBy: JANE });
  const sight = async (): Promise<Sight> => {
    const found = await sightOf(ID, tools);
    if (found === undefined) throw new TypeError('the record does not know it');
    return found;
  };
  return {
    ...bench,
    people,
    tools,
    log: () => lines.map((line) => JSON.parse(line)),
    whispers: people.whispers,
    shown: (target?: string) => shown(ID, target),
    sight,
    /** One access of it as it is seen now. */
    seen: async (target: string) => {
      const found = (await sight()).accesses.find((one) => one.want.target === target);
      if (found === undefined) throw new TypeError(`${target} is not shown`);
      return found;
    },
    /** Presses, without anything that Slack sends around it. */
    press: (userId: string, verb: Verb, on: Shown, more: Partial<AnswerTools> = {}) => {
      const user = { id: userId, name: userId.slice(2).toLowerCase() };
      const button = buttonOf(verb, on, { user, at: bench.clock.now() });
      return answerPress({ ...on, verb }, button, { ...tools, ...more });
    },
    /** What was decided on it, a line each. */
    decided: async () => {
      const ids = (await sight()).accesses.map((one) => one.want);
      const found = await bench.record.decisions.get(ids.map(({ accessId }) => accessId));
      return ids.flatMap(({ accessId, target }) => {
        const one = found.get(accessId);
        return one === undefined ? [] : [`${target} ${one.verdict} ${one.by}`];
      });
    },
    /** The history from here on, without what deciding wrote. */
    happened: async () => {
      const items = await bench.record.history.of(ID);
      return items.filter(({ event }) => event !== 'deployment.decided');
    },
  };
}

export type Station = Awaited<ReturnType<typeof openStation>>;
