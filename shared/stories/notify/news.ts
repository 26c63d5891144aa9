import { BASELINE, INSTALLATION } from '../../deployment/events.ts';
import type { MessageItem } from '../../record/messages.ts';
import { channelOf } from '../../rules/say.ts';
import { digest } from '../../runtime/json.ts';
import { baselineMessage } from '../../slack/baseline-message.ts';
import type { Installation } from '../../slack/installation.ts';
import { allIsWell, installationMessage } from '../../slack/installation-message.ts';
import type { Message } from '../../slack/message.ts';
import type { NotifyTools } from '../notify.ts';
import { deploymentNews } from './deployment-news.ts';
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
  readonly call?: {
    readonly about: string;
    readonly message: Message;
    /** The first time without waiting until somebody may have seen the message. */
    readonly atOnce?: true;
  };
  /** When more may wait for a person than now. */
  readonly deadline?: string;
  /** Equal as long as nobody need be told of anything: moments and commits are left out. */
  readonly gist: string;
  /** Whether `hand-over` has something to do. */
  readonly connections: boolean;
}

export type NewsTools = Pick<NotifyTools, 'record' | 'rules' | 'cloud' | 'clock'>;

/** Equal as long as Slack would show the same. */
export function saidBy({ channel, head, thread, drifts, call }: News): string {
  const changes = drifts.map(({ accessId, at }) => [accessId, at]);
  return digest([channel, head(undefined), thread, changes, call?.about]);
}

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
async function installationNews(tools: NewsTools): Promise<Message | undefined> {
  const { record } = tools;
  const installation = installationOf(tools);
  const [breaker, paused] = [await record.breaker.get(), await record.pause.get()];
  const news = installationMessage(installation, breaker, paused);
  if (news !== undefined) return news;
  const told = await record.messages.get(INSTALLATION);
  return told?.item.ts === undefined ? undefined : allIsWell(installation);
}

async function baselineNews(tools: NewsTools): Promise<Message | undefined> {
  const baseline = (await tools.record.baseline.get())?.item;
  return baseline && baselineMessage(installationOf(tools), baseline);
}

/** Each cloud has one of its own, and both may tell of themselves in one channel. */
function installationOf({ rules, cloud }: NewsTools): Installation {
  return { name: rules().installation, cloud };
}

async function homeOf(id: string, { record, rules }: NewsTools): Promise<string> {
  const { decided } = (await record.deployments.get([id])).get(id) ?? {};
  return decided ? channelOf(decided.deployment, rules()) : rules().slack.channel;
}
