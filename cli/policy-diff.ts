import {
  type DiffLine,
  diffLine,
  policyDiff as linesOf,
} from '../shared/stories/grant-access/policy-diff.ts';
import { styled, tame } from './terminal.ts';

const STYLES = { comes: 'green', goes: 'red', stays: 'dim', 'left-out': 'dim' } as const;

/** How a policy changes, in colours. */
export function policyDiff(before: unknown, after: unknown): readonly string[] {
  return linesOf(before, after).map((line: DiffLine) =>
    styled(STYLES[line.kind], tame(diffLine(line))),
  );
}
