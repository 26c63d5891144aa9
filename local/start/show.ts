import { styleText } from 'node:util';
import { diffLines } from 'diff';
import type { Message } from '../../shared/slack/message.ts';
import type { Outcome, ShownDeployment } from './outcome.ts';

/** For each Deployment: the policy before and after, what is untouched in grey, and the message. */
export function showOutcome({ deployments }: Outcome, say: (line: string) => void): void {
  for (const deployment of deployments) {
    say('');
    say(styleText('bold', `── ${deployment.name} (${deployment.cloud}): ${verdict(deployment)}`));
    for (const { target, state, before, after } of deployment.accesses) {
      say(`   ${target}: ${state}`);
      for (const line of difference(before, after)) say(`   ${line}`);
    }
    if (deployment.message === null) continue;
    say('');
    say('   Slack shows:');
    for (const line of readable(deployment.message)) say(`   ${styleText('cyan', '│')} ${line}`);
  }
  say('');
}

function verdict({ state, told }: ShownDeployment): string {
  return `${state}, ${told ? 'told in Slack' : 'not told yet'}`;
}

function difference(before: unknown, after: unknown): readonly string[] {
  const text = (policy: unknown) => (policy === null ? '' : `${JSON.stringify(policy, null, 2)}\n`);
  return diffLines(text(before), text(after)).flatMap(({ added, removed, value }) => {
    const [sign, colour] = added
      ? (['+', 'green'] as const)
      : removed
        ? (['-', 'red'] as const)
        : ([' ', 'dim'] as const);
    return value
      .trimEnd()
      .split('\n')
      .map((line) => styleText(colour, `${sign} ${line}`));
  });
}

/** The message's text without Slack's marks. */
function readable({ blocks }: Message): readonly string[] {
  return blocks.flatMap(texts).flatMap((text) =>
    text
      .replace(/<!date\^\d+\^[^|]*\|([^>]+)>/g, '$1')
      .replace(/<([^|>]+)\|([^>]+)>/g, '$2 ($1)')
      .replace(/```/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
      .split('\n'),
  );
}

function texts(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(texts);
  if (part === null || typeof part !== 'object') return [];
  const { type, text, fields, elements } = part as Readonly<Record<string, unknown>>;
  if (type === 'actions') return [`[${texts(elements).join('] [')}]`];
  if (typeof text === 'string') return [text];
  return [text, fields, elements].flatMap(texts);
}
