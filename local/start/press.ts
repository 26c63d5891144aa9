import { parseArgs } from 'node:util';
import { SLACK_TOKEN } from '../environment.ts';
import type { Posted } from '../slack/messages.ts';
import { PEOPLE } from '../slack/people.ts';
import { buttonsOf, press } from '../slack/press.ts';

const HELP = `Presses a button of a message, as a person does in Slack; npm start prints this line filled in.

  npx node local/start/press.ts SLACK ANSWER_SLACK CHANNEL DEPLOYMENT VERB [USER]

VERB is the button's action_id, such as approve, revoke, connect or details; without one that the
message has, those are listed. USER is one of ${PEOPLE.map(({ id }) => id).join(', ')}; U0ANN approves.`;

interface Kept {
  readonly ts: string;
  readonly text: string;
  readonly blocks?: Posted['blocks'];
}

async function messagesOf(slack: string, channel: string): Promise<readonly Kept[]> {
  const response = await fetch(`${slack}conversations.history`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${SLACK_TOKEN.value}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ channel, limit: '1000' }),
  });
  const { messages } = (await response.json()) as { readonly messages?: readonly Kept[] };
  return messages ?? [];
}

async function main(): Promise<string> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [slack = '', answerSlack = '', channel = '', name = '', verb = '', userId = 'U0ANN'] =
    positionals;
  if (name === '') return HELP;
  const found = (await messagesOf(slack, channel)).find(({ text }) => text.includes(` ${name} `));
  if (found === undefined) return `There is no message about ${name}.`;
  const message = { channel, blocks: [], ...found };
  const all = buttonsOf(message).filter(({ value }) => value !== undefined);
  const button = all.find((one) => one.action_id === verb);
  if (button === undefined) {
    return `Its buttons: ${all.map((one) => one.action_id).join(', ')}`;
  }
  const status = await press(answerSlack, { button, userId, message });
  return `answer-slack answered ${status}: look at the message, and at what npm start says.`;
}

process.stdout.write(`${await main()}\n`);
