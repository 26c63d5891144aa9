import { BASELINE, INSTALLATION } from '../../deployment/events.ts';
import { isToMake } from '../../handover/to-make.ts';
import type { MessageItem } from '../../record/messages.ts';
import { channelOf } from '../../rules/say.ts';
import { digest } from '../../runtime/json.ts';
import { baselineMessage } from '../../slack/baseline-message.ts';
import { driftMessage } from '../../slack/drift-message.ts';
import { allIsWell, installationMessage } from '../../slack/installation-message.ts';
import { deploymentMessage, type Message, threadMessages } from '../../slack/message.ts';
import { adviceFor } from '../../slack/refusals.ts';
import { reminderMessage } from '../../slack/reminder-message.ts';
import { standingOf } from '../../slack/standing.ts';
import type { AccessView, DeploymentView } from '../../slack/view.ts';
import type { NotifyTools } from '../notify.ts';
import { viewOf } from './view-of.ts';

/** Everything that is to be told about one Deployment, or about the installation. */
export interface News {
  /** What it is called where its message was before. */
  readonly name: string;
  readonly channel: string;
  /** For a channel that does not take it. */
  readonly fallback: string;
  head(refused: MessageItem['refused']): Message;
  readonly thread: readonly Message[];
  /** What was changed by hand. */
  readonly drifts: readonly {
    readonly accessId: string;
    readonly at: string;
    readonly message: Message;
  }[];
  /** What waits for a person; another thing that waits is another `about`. */
  readonly call?: { readonly about: string; readonly message: Message };
  /** When more may wait for a person than now. */
  readonly deadline?: string;
  /** Equal as long as nobody need be told of anything: moments and commits are left out. */
  readonly gist: string;
  /** Whether `hand-over` has something to do. */
  readonly connections: boolean;
}

export type NewsTools = Pick<NotifyTools, 'record' | 'rules' | 'clock'>;

/** Undefined where nothing is to be told. */
export async function newsOf(id: string, tools: NewsTools): Promise<News | undefined> {
  if (id === INSTALLATION) return plain(await installationNews(tools), tools);
  if (id === BASELINE) return plain(await baselineNews(tools), tools);
  const view = await viewOf(id, tools);
  return view && deploymentNews(view, await homeOf(id, tools), tools);
}

/** One message, without a thread. */
function plain(message: Message | undefined, { rules }: NewsTools): News | undefined {
  const { channel } = rules().slack;
  return (
    message && {
      ...{ name: rules().installation, channel, fallback: channel, thread: [], drifts: [] },
      ...{ head: () => message, gist: digest(message), connections: false },
    }
  );
}

/** What was told and is over is told to be over. */
async function installationNews({ rules, record }: NewsTools): Promise<Message | undefined> {
  const { installation } = rules();
  const [breaker, paused] = [await record.breaker.get(), await record.pause.get()];
  const news = installationMessage(installation, breaker, paused);
  if (news !== undefined) return news;
  const told = await record.messages.get(INSTALLATION);
  return told?.item.ts === undefined ? undefined : allIsWell(installation);
}

async function baselineNews({ rules, record }: NewsTools): Promise<Message | undefined> {
  const baseline = (await record.baseline.get())?.item;
  return baseline && baselineMessage(rules().installation, baseline);
}

async function homeOf(id: string, { record, rules }: NewsTools): Promise<string> {
  const { decided } = (await record.deployments.get([id])).get(id) ?? {};
  return decided ? channelOf(decided.deployment, rules()) : rules().slack.channel;
}

function deploymentNews(view: DeploymentView, channel: string, { rules, clock }: NewsTools): News {
  const now = clock.now();
  const message = reminderMessage(view, now);
  const deadline = nextDeadline(view, now);
  return {
    ...{ name: view.name, channel, fallback: rules().slack.channel },
    head: (refused) =>
      deploymentMessage(refused?.channel === channel ? withRefusal(view, refused) : view),
    thread: threadMessages(view),
    drifts: view.accesses.flatMap((access) => driftNews(access, view)),
    ...(message && { call: { about: aboutOf(message, view), message } }),
    ...(deadline && { deadline }),
    gist: gistOf(view),
    connections: view.accesses.some((access) => isToMake(access, now)),
  };
}

/** With a line that says why it is not told of in its own channel. */
function withRefusal(
  view: DeploymentView,
  { channel, reason }: NonNullable<MessageItem['refused']>,
): DeploymentView {
  const note = {
    code: 'channel-refused',
    text: `The channel ${channel} of its access rule does not take this message: ${reason}.`,
    advice: adviceFor(reason),
  };
  return { ...view, notes: [...(view.notes ?? []), note] };
}

function driftNews(access: AccessView, view: DeploymentView): News['drifts'] {
  const message = access.drift && driftMessage(access, view);
  if (access.drift === undefined || message === undefined) return [];
  return [{ accessId: access.accessId, at: access.drift.at, message }];
}

/** Which accesses wait for a person, for what, and of what kind they are. */
function aboutOf({ text }: Message, { accesses }: DeploymentView): string {
  const stuck = accesses.filter((one) => ['refused', 'approval'].includes(standingOf(one)));
  const what = stuck.map((one) => [
    one.accessId,
    one.reason?.code,
    one.identity,
    one.specification,
  ]);
  return digest([text, what]);
}

function nextDeadline({ accesses }: DeploymentView, now: Date): string | undefined {
  const waiting = accesses.filter(({ state }) => state === 'waiting' || state === 'pending');
  const deadlines = waiting.flatMap(({ deadline }) => deadline ?? []);
  return deadlines.filter((one) => one > now.toISOString()).toSorted()[0];
}

function gistOf({ name, workspaceName, nothing, notes = [], accesses }: DeploymentView): string {
  return digest([
    [name, workspaceName, nothing?.code],
    notes.map(({ code }) => code),
    accesses.map(({ accessId, revision, reason, byHand, notices, drift, handover }) => [
      ...[accessId, revision, reason?.code, byHand, drift?.at],
      ...[handover?.done?.state, handover?.asked],
      notices.map(({ code }) => code),
    ]),
  ]);
}
