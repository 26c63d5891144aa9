import { describe, expect, it } from '@jest/globals';
import { SECOND } from '../../../shared/runtime/clock.ts';
import { LIMITS } from '../../../shared/stories/answer-slack/tools.ts';

describe('LIMITS', () => {
  it('leave time to say what came of it, before Slack shows a failure', () => {
    const { lookUps, whisper, answer } = LIMITS;
    expect(lookUps + whisper).toBeLessThan(answer);
    // The start of the function comes on top.
    expect(answer).toBeLessThanOrEqual(2.5 * SECOND);
    expect(Math.min(lookUps, whisper)).toBeGreaterThan(SECOND / 2);
  });
});
