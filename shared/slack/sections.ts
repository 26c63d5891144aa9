import type { KnownBlock } from '@slack/types';
import { escaped } from './mrkdwn.ts';

/**
 * Slack counts 12,000 characters and "a buffer for the containers", and tells neither the buffer
 * nor how it counts: 11,341 characters of text were refused. Counted as JSON, 10,000 keep clear.
 */
const MESSAGE_LIMIT = 10_000;
const BLOCK_LIMIT = 50;
/** Characters that Slack takes in one section: docs.slack.dev/reference/block-kit/blocks/section-block. */
export const SECTION_LIMIT = 3_000;

export function section(lines: readonly string[]): KnownBlock {
  const text = lines.join('\n');
  // `verbatim`: Slack looks for no addresses, channels or people of its own accord.
  return { type: 'section', expand: true, text: { type: 'mrkdwn', verbatim: true, text } };
}

/** Lines together, in as few sections as Slack takes; no line may be longer than a section. */
export function sections(lines: readonly string[]): readonly KnownBlock[] {
  const packed: string[][] = [];
  for (const line of lines) {
    const last = packed.at(-1);
    const fits = last !== undefined && [...last, line].join('\n').length <= SECTION_LIMIT;
    if (fits) last.push(line);
    else packed.push([line]);
  }
  return packed.map((one) => section(one));
}

export function context(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', verbatim: true, text }] };
}

/** Small print in which nothing is formatted. */
export function plainContext(text: string): KnownBlock {
  const element = { type: 'plain_text', emoji: false, text: escaped(text, 1_000) } as const;
  return { type: 'context', elements: [element] };
}

/** How many of `blocks` one message holds besides those that it has anyway. */
export function fitting(blocks: readonly KnownBlock[], others: readonly KnownBlock[] = []): number {
  const room = BLOCK_LIMIT - others.length;
  let left = MESSAGE_LIMIT - JSON.stringify(others).length;
  const first = blocks.findIndex((block) => {
    left -= JSON.stringify(block).length + 1;
    return left < 0;
  });
  return Math.min(room, first === -1 ? blocks.length : first);
}

/** Whether Slack takes them in one message. */
export function fits(blocks: readonly KnownBlock[]): boolean {
  return blocks.length <= BLOCK_LIMIT && JSON.stringify(blocks).length <= MESSAGE_LIMIT;
}
