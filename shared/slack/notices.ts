import type { Message } from './message.ts';
import { escaped } from './mrkdwn.ts';
import { section } from './sections.ts';

/** What stands where a message was, once it is in another channel. */
export function movedMessage(name: string, channel: string): Message {
  return line(`➡️ ${escaped(name, 200)} is told of in <#${channel}> now`);
}

/** In the place of a message of the thread of which nothing is left to say. */
export const NOT_NEEDED: Message = line('Nothing here any more: the message above says it all.');

/** In the place of a call, once what it was about waits no longer. */
export const SETTLED: Message = line('✅ Settled: what this called for no longer waits as it did.');

/** In the place of a call, once there is a newer one. */
export const CALLED_AGAIN: Message = line('Called again below.');

function line(text: string): Message {
  return { text, blocks: [section([text])] };
}
