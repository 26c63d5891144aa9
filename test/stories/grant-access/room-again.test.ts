import { describe, expect, it } from '@jest/globals';
import { withRoomAgain } from '../../../shared/stories/grant-access/room-again.ts';
import { access } from '../../record/samples.ts';
import { problem } from '../findings.ts';

const [ALLOW, TRUST] = [problem('allow-policy-nearly-full'), problem('trust-policy-nearly-full')];
const ORPHAN = problem('orphan-removed');

describe('withRoomAgain', () => {
  it.each([
    ['a warning that is over', [ALLOW], [], undefined],
    ['a warning that is over, beside what was told', [TRUST, ORPHAN], [], [ORPHAN]],
    ['no warning that is true still', [ALLOW, ORPHAN], [ALLOW], [ALLOW, ORPHAN]],
    ['a warning of another kind of policy', [ALLOW], [TRUST], undefined],
    ['nothing of what it was told once', [ORPHAN], [], [ORPHAN]],
    ['nothing where there is nothing', undefined, [ALLOW], undefined],
  ])('takes away %s', (_it, notices, seen, left) => {
    const row = access({ ...(notices && { notices }) });
    expect(withRoomAgain(row, seen)).toStrictEqual(access({ ...(left && { notices: left }) }));
  });
});
