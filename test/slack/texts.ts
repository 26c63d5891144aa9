import type { Message } from '../../shared/slack/message.ts';

/** What a message shows, a line for each line of its blocks. */
export function textOf({ blocks }: Message): string {
  return blocks.flatMap((block) => textsIn(block)).join('\n');
}

function textsIn(part: unknown): readonly string[] {
  if (part === null || typeof part !== 'object') return [];
  return Object.entries(part).flatMap(([key, value]) =>
    key === 'text' && typeof value === 'string' ? [value] : textsIn(value),
  );
}

const WRITTEN_BY_US =
  /<!date\^\d+\^[{}\w ]+\|[^<>|]*>|<https?:\/\/[^\s<>|]+\|[^<>]*>|<@[UW][A-Z0-9]+>|<!subteam\^S[A-Z0-9]+>/g;

/** What Slack would read as a command in a text, besides the moments, links and mentions of ours. */
export function strayMarkup(text: string): readonly string[] {
  const rest = text.replace(WRITTEN_BY_US, '').replace(/&(amp|lt|gt);/g, '');
  return rest.match(/[<>&]/g) ?? [];
}
