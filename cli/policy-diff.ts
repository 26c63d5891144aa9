import { diffLines } from 'diff';
import { styled, tame } from './terminal.ts';

/** Lines that are shown around a change. */
const AROUND = 3;

/** How a policy changes, line by line; long stretches without a change are left out. */
export function policyDiff(before: unknown, after: unknown): readonly string[] {
  return diffLines(text(before), text(after)).flatMap(({ added, removed, value }, place, all) => {
    const lines = value.replace(/\n$/, '').split('\n').map(tame);
    if (added) return lines.map((line) => styled('green', `+ ${line}`));
    if (removed) return lines.map((line) => styled('red', `- ${line}`));
    return shortened(lines, place === 0, place === all.length - 1).map((line) =>
      styled('dim', `  ${line}`),
    );
  });
}

function shortened(lines: readonly string[], first: boolean, last: boolean): readonly string[] {
  const head = first ? 0 : AROUND;
  const tail = last ? 0 : AROUND;
  if (lines.length <= head + tail + 1) return lines;
  const left = lines.length - head - tail;
  const rest = tail === 0 ? [] : lines.slice(-tail);
  return [...lines.slice(0, head), `… ${left} lines as they are`, ...rest];
}

function text(policy: unknown): string {
  return policy === null ? '' : `${JSON.stringify(policy, null, 2)}\n`;
}
