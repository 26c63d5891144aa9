import { describe, expect, it } from '@jest/globals';
import type { Want } from '../../../shared/record/items.ts';
import { MINUTE, SECOND } from '../../../shared/runtime/clock.ts';
import type { Decision } from '../../../shared/stories/operate/operate-order.ts';
import { objectionTo } from '../../../shared/stories/operate/too-late.ts';
import { want } from '../../record/samples.ts';
import { ago, inA, NOW } from '../findings.ts';

const UNASKED =
  'No access rule gives it any more, so there is nothing to approve. If it should stay, release it.';
const BACK =
  'If it is still needed, put the rule or the name back: it is then given again at once.';
const objection = (decision: Decision, more: Partial<Want>) =>
  objectionTo(decision, { ...want, ...more }, NOW);

describe('objectionTo', () => {
  it.each<[string, Partial<Want>]>([
    ['ends', { until: inA(MINUTE) }],
    ['is kept', { kept: true }],
    ['would end, but for the breaker', { withheld: true }],
  ])('an approval says that there is nothing to approve, of what %s', (_what, more) => {
    expect(objection('approve', more)).toBe(UNASKED);
  });

  it.each<Decision>(['hold', 'release'])(
    '%s comes too late for what has no time left',
    (decision) => {
      const [soon, now, before] = [inA(30 * SECOND), inA(0), ago(SECOND)];
      expect(objection(decision, { until: soon })).toBe(`Too late: it ends at ${soon}. ${BACK}`);
      expect(objection(decision, { until: inA(1) })).toContain('Too late: it ends at');
      expect(objection(decision, { until: now })).toBe(`Too late: it ended at ${now}. ${BACK}`);
      expect(objection(decision, { until: before })).toContain('Too late: it ended at');
    },
  );

  it.each<[string, Decision, Partial<Want>]>([
    ['an approval of what a rule gives', 'approve', {}],
    ['a hold of what a rule gives', 'hold', {}],
    ['a hold of what has time left', 'hold', { until: inA(30 * SECOND + 1) }],
    ['a release of what has time left', 'release', { until: inA(30 * SECOND + 1) }],
    ['a release of what is kept', 'release', { kept: true }],
    ['a hold of what the breaker keeps', 'hold', { withheld: true }],
    ['a denial of what has ended', 'deny', { until: ago(SECOND) }],
    ['a retry of what has ended', 'retry', { until: ago(SECOND) }],
  ])('there is none to %s', (_what, decision, more) => {
    expect(objection(decision, more)).toBeUndefined();
  });
});
