import type { KnownBlock } from '@slack/types';
import { command } from './commands.ts';
import { fence } from './mrkdwn.ts';
import { section } from './sections.ts';

const SECTION = 2_600;
const SECTIONS = 3;
const LINE = 400;

/** A change as blocks of code, as much of it as a message takes. */
export function diffBlocks(diff: string, accessId: string): readonly KnownBlock[] {
  const parts: string[][] = [];
  for (const line of diff.split('\n').map(cut)) {
    const last = parts.at(-1);
    if (last !== undefined && fence([...last, line]).length <= SECTION) last.push(line);
    else parts.push([line]);
  }
  const shown = parts.slice(0, SECTIONS);
  const left = parts.slice(SECTIONS).flat().length;
  return [
    ...shown.map((lines) => section([fence(lines)])),
    ...(left > 0 ? [section([`… and ${left} more lines: ${command('diff', accessId)}`])] : []),
  ];
}

function cut(line: string): string {
  const characters = [...line.toWellFormed()];
  return characters.length <= LINE ? line : `${characters.slice(0, LINE).join('')}…`;
}
