import type { Problem } from '../../policy/plan.ts';
import { ASKED, answer, NOTHING_LEFT, nothingDone } from '../../slack/answers.ts';
import type { Message } from '../../slack/message.ts';
import { prose } from '../../slack/mrkdwn.ts';
import type { Verb } from '../../slack/press.ts';
import { askForConnections } from '../operate/ask-connections.ts';
import { decideOn } from '../operate/decide-on.ts';
import type { Decision } from '../operate/operate-order.ts';
import type { Concerned } from './concern.ts';
import type { AnswerTools } from './tools.ts';

/** What became of a press, for whoever made it and for the audit trail. */
export interface Answered {
  readonly message: Message;
  /** The code of what kept it from doing anything. */
  readonly refused?: string;
}

export interface Effect {
  readonly verb: Exclude<Verb, 'details' | 'diff'>;
  readonly deploymentId: string;
  readonly by: string;
  /** Those that it concerns, and that this person may decide on. */
  readonly accesses: readonly Concerned[];
  /** Why not on the others. */
  readonly but?: Problem;
}

const DECISIONS: Readonly<Record<Exclude<Effect['verb'], 'connect' | 'replace'>, Decision>> = {
  approve: 'approve',
  deny: 'deny',
  hold: 'hold',
  release: 'release',
  revoke: 'deny',
  undo: 'release',
  retry: 'retry',
};

/** Does what a press asks for, through the same code as `operate`. */
export async function carryOut(effect: Effect, tools: AnswerTools): Promise<Answered> {
  const { verb } = effect;
  if (verb === 'connect' || verb === 'replace') return connect(effect, verb === 'replace', tools);
  const { accesses, deploymentId, by } = effect;
  const wants = accesses.map(({ want }) => want);
  const seen = new Map(accesses.map(({ want, version }) => [want.accessId, version]));
  const decision = DECISIONS[verb];
  const { decided, overtaken, text } = await decideOn(
    wants,
    { decision, deploymentId, by, seen },
    tools,
  );
  if (decided.length > 0) return { message: said(text, effect) };
  const { code: refused } = overtaken.length > 0 ? OVERTAKEN : TOO_LATE;
  return { message: said(`Nothing was done. ${text}`, effect), refused };
}

/** What was said of them is `decideOn`'s to say. */
const OVERTAKEN = { code: 'press-overtaken' };
const TOO_LATE = { code: 'press-too-late' };

async function connect(effect: Effect, replace: boolean, tools: AnswerTools): Promise<Answered> {
  const { accesses, deploymentId, by } = effect;
  const fresh = accesses.filter(({ asked }) => !asked);
  if (fresh.length === 0) return { message: nothingDone(ASKED), refused: ASKED.code };
  const wants = fresh.map(({ want }) => want);
  const { installation } = tools.rules();
  const seen = new Map(fresh.map(({ want, askVersion }) => [want.accessId, askVersion]));
  const asking = { deploymentId, by, replace, installation, seen };
  const { asked, overtaken, text } = await askForConnections(wants, asking, tools);
  if (asked.length > 0) return { message: said(text, effect) };
  const { code: refused } = overtaken.length > 0 ? OVERTAKEN : NOTHING_LEFT;
  return { message: said(`Nothing was done. ${text}`, effect), refused };
}

function said(text: string, { but }: Effect): Message {
  const rest = but === undefined ? '' : `\nNot for the others: ${but.text} ${but.advice}`;
  return answer(`${prose(text, 2_000)}${rest}`);
}
