import { isToMake } from '../../handover/to-make.ts';
import type { MessageItem } from '../../record/messages.ts';
import { digest } from '../../runtime/json.ts';
import { driftMessage } from '../../slack/drift-message.ts';
import { deploymentMessage, type Message, threadMessages } from '../../slack/message.ts';
import { adviceFor } from '../../slack/refusals.ts';
import { reminderMessage } from '../../slack/reminder-message.ts';
import { standingOf } from '../../slack/standing.ts';
import type { AccessView, DeploymentView } from '../../slack/view.ts';
import type { News, NewsTools } from './news.ts';

/** What is to be told of a Deployment as it stands now, in its channel. */
export function deploymentNews(
  view: DeploymentView,
  channel: string,
  { rules, clock }: NewsTools,
): News {
  const now = clock.now();
  const message = reminderMessage(view, now);
  const deadline = nextDeadline(view, now);
  return {
    ...{ name: view.name, channel, fallback: rules().slack.channel },
    head: (refused) =>
      deploymentMessage(refused?.channel === channel ? withRefusal(view, refused) : view),
    thread: threadMessages(view),
    drifts: view.accesses.flatMap((access) => driftNews(access, view)),
    ...(message && { call: { about: aboutOf(message, view), message, ...atOnce(view) } }),
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
  const { accessId, drift } = access;
  const message = driftMessage(access, view);
  return drift && message ? [{ accessId, at: drift.at, message }] : [];
}

/** While an identity was waited for, the message named the moment of the call. */
function atOnce({ accesses }: DeploymentView): { readonly atOnce?: true } {
  const isAnnounced = accesses.some(({ reason }) => reason?.code === 'identity-never-visible');
  return isAnnounced ? { atOnce: true } : {};
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
