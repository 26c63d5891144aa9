import { createEmulator } from 'emulate';
import { Faults } from '../faults.ts';
import { serve } from '../server.ts';
import { callEmulator, type Posted, readMessages } from './messages.ts';
import type { WhisperShown } from './people-front.ts';
import { slackFront } from './slack-front.ts';

export interface SlackOptions {
  readonly port?: number;
  readonly channel?: { readonly id: string; readonly name: string };
  /** The bot token that Slack accepts. */
  readonly token?: string;
}

export interface SlackEmulator {
  /** For `SLACK_API_URL`. */
  readonly url: string;
  /** A page for people, with every message. */
  readonly inspectorUrl: string;
  /** The tokens that are accepted: take one away to see what a rotation does. */
  readonly tokens: Set<string>;
  readonly faults: Faults;
  /** Everything in the channel, threads included, the oldest first. */
  messages(): Promise<readonly Posted[]>;
  /** What people were told alone, the oldest first. */
  readonly whispers: readonly WhisperShown[];
  /** As a person would, by hand. */
  delete(ts: string): Promise<void>;
  close(): Promise<void>;
}

const CHANNEL = { id: 'C0DATAOPS1', name: 'data-platform' };

/** `emulate`'s Slack, and before it what that lacks: faults, tokens, limits, a channel of a chosen id. */
export async function startSlack(options: SlackOptions = {}): Promise<SlackEmulator> {
  const { channel = CHANNEL, token = 'xoxb-local', port = 0 } = options;
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    hostname: '127.0.0.1',
    seed: { slack: { team: { name: 'Acme', domain: 'acme' }, channels: [{ name: channel.name }] } },
  });
  const origin = `http://127.0.0.1:${new URL(emulator.url).port}`;
  const id = await idOf(origin, channel.name);
  const faults = new Faults();
  const tokens = new Set([token]);
  const whispers: WhisperShown[] = [];
  const front = await serve(
    slackFront({ origin, faults, tokens, whispers, channel: { shown: channel.id, inner: id } }),
    port,
  );
  return {
    url: `${front.url}/api/`,
    inspectorUrl: `${front.url}/?tab=messages&channel=${channel.id}`,
    tokens,
    faults,
    whispers,
    messages: () => readMessages(origin, id, channel.id),
    delete: async (ts) => {
      await callEmulator(origin, 'chat.delete', { channel: id, ts });
    },
    close: async () => {
      await front.close();
      await emulator.close();
    },
  };
}

async function idOf(origin: string, name: string): Promise<string> {
  const { channels } = await callEmulator(origin, 'conversations.list', { limit: 100 });
  const found = channels?.find((one) => one.name === name);
  if (found === undefined) throw new Error(`The Slack emulator has no channel ${name}`);
  return found.id;
}
