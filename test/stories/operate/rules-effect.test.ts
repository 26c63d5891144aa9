import { describe, expect, it } from '@jest/globals';
import { rulesEffect, wantsUnder } from '../../../shared/stories/operate/rules-effect.ts';
import { deployment, rulesWith } from '../../rules/sample.ts';

const OLD = rulesWith();
const ONE = deployment({
  workloadIdentity: 'arn:aws:iam::111122223333:role/astro-fiery-nebula-1234',
});
const { wants: BEFORE } = wantsUnder(ONE, OLD);

const summary = (effect: ReturnType<typeof rulesEffect>) => ({
  gains: effect.gains.map(({ target }) => target),
  loses: effect.loses.map(({ target }) => target),
  changes: effect.changes.map(({ target }) => target),
  stays: effect.stays.map(({ target }) => target),
  nothing: effect.nothing?.code,
});
const NOTHING = { gains: [], loses: [], changes: [], stays: [], nothing: undefined };

describe('rulesEffect', () => {
  it('is none for the same rules', () => {
    expect(summary(rulesEffect(ONE, OLD, BEFORE))).toEqual({
      ...NOTHING,
      stays: ['lake', 'redshift'],
    });
  });

  it.each<[string, ReturnType<typeof rulesWith>, object]>([
    [
      'a target that is no longer reached',
      rulesWith(['reach: [lake, redshift]', 'reach: [lake]']),
      { loses: ['redshift'], stays: ['lake'] },
    ],
    [
      'a target that is given otherwise',
      rulesWith(['externalId: acme', 'externalId: other']),
      { changes: ['redshift'], stays: ['lake'] },
    ],
    [
      'a rule that asks first from now on',
      rulesWith(['cloud: aws}, reach', 'cloud: aws}, mode: approve, reach']),
      { changes: ['lake', 'redshift'] },
    ],
    [
      'a rule that is gone',
      rulesWith(['deployment: "etl-*"', 'deployment: "dev-*"']),
      { loses: ['lake', 'redshift'], nothing: 'no-rule' },
    ],
    [
      'an account that is no longer listed',
      rulesWith(['["111122223333"]', '["444455556666"]']),
      { loses: ['lake', 'redshift'], nothing: expect.any(String) },
    ],
  ])('shows %s', (_it, rules, effect) => {
    expect(summary(rulesEffect(ONE, rules, BEFORE))).toEqual({ ...NOTHING, ...effect });
  });

  it('calls all of it gained where nothing was before', () => {
    expect(summary(rulesEffect(ONE, OLD, []))).toEqual({ ...NOTHING, gains: ['lake', 'redshift'] });
  });

  it('takes nothing from one whose identity Astro does not tell', () => {
    const { workloadIdentity: _, ...absent } = ONE;
    expect(summary(rulesEffect(absent, OLD, BEFORE))).toEqual({
      ...NOTHING,
      stays: ['lake', 'redshift'],
      nothing: 'identity-absent',
    });
  });

  it('names targets of another cloud as not applicable', () => {
    const rules = rulesWith(['cloud: gcp}, mode: approve', 'deployment: "etl-*"}, mode: approve']);
    const { notApplicable } = rulesEffect(ONE, rules, BEFORE);
    expect(notApplicable.map(({ target }) => target)).toEqual([
      'analytics',
      'raw',
      'daily',
      'loader',
    ]);
  });
});
