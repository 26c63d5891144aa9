import { diffArrays } from 'diff';

export interface DiffLine {
  readonly kind: 'comes' | 'goes' | 'stays' | 'left-out';
  readonly text: string;
}

/** Lines that are shown around a change. */
const AROUND = 3;
/** What a message, and the row of an access, can hold beside everything else. */
const LONGEST = 2_500;

/** How a policy changes, line by line; long stretches without a change are left out. */
export function policyDiff(before: unknown, after: unknown): readonly DiffLine[] {
  const parts = diffArrays([...lines(before)], [...lines(after)], { comparator: sameLine });
  return parts.flatMap(({ added, removed, value }, place, all): readonly DiffLine[] => {
    if (added) return value.map((text) => ({ kind: 'comes', text }));
    if (removed) return value.map((text) => ({ kind: 'goes', text }));
    return shortened(value, place === 0, place === all.length - 1);
  });
}

/** A line as people read diffs: behind a sign and a blank. */
export function diffLine({ kind, text }: DiffLine): string {
  return `${SIGNS[kind]} ${text}`;
}

/** The same as text, cut at the end of a line where it is too long. */
export function diffText(before: unknown, after: unknown, longest = LONGEST): string {
  const all = policyDiff(before, after).map(diffLine);
  const whole = all.join('\n');
  if (whole.length <= longest) return whole;
  const more = (shown: number) => `… ${all.length - shown} more lines`;
  let [shown, length] = [0, more(0).length];
  for (const line of all) {
    if (length + line.length + 1 > longest) break;
    length += line.length + 1;
    shown += 1;
  }
  return [...all.slice(0, shown), more(shown)].join('\n');
}

const SIGNS: Readonly<Record<DiffLine['kind'], string>> = {
  comes: '+',
  goes: '-',
  stays: ' ',
  'left-out': ' ',
};

/** A comma is no change: it is there because something else follows. */
function sameLine(one: string, other: string): boolean {
  return one.replace(/,$/, '') === other.replace(/,$/, '');
}

function shortened(texts: readonly string[], first: boolean, last: boolean): readonly DiffLine[] {
  const stays = (text: string): DiffLine => ({ kind: 'stays', text });
  const head = first ? 0 : AROUND;
  const tail = last ? 0 : AROUND;
  if (texts.length <= head + tail + 1) return texts.map(stays);
  const left = texts.length - head - tail;
  const rest = tail === 0 ? [] : texts.slice(-tail);
  return [
    ...texts.slice(0, head).map(stays),
    { kind: 'left-out', text: `… ${left} lines as they are` },
    ...rest.map(stays),
  ];
}

/** None of what is not there. */
function lines(policy: unknown): readonly string[] {
  return policy === null || policy === undefined ? [] : JSON.stringify(policy, null, 2).split('\n');
}
