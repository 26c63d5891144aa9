import { describe, expect, it } from '@jest/globals';
import { rulesEffect, wantsUnder } from '../../../shared/stories/operate/rules-effect.ts';
import { deployment, rulesWith } from '../../rules/sample.ts';

const OLD = rulesWith();
/** With a rule of which no target is on its cloud. */
const ON_BOTH = rulesWith(['cloud: gcp}, mode: approve', 'deployment: "etl-*"}, mode: approve']);
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

  it('names targets of another cloud as not applicable, and says why', () => {
    const { notApplicable } = rulesEffect(ONE, ON_BOTH, BEFORE);
    expect(notApplicable.map(({ target }) => target)).toEqual([
      'analytics',
      'raw',
      'daily',
      'loader',
    ]);
    expect(notApplicable[1]).toEqual({
      rule: 'etl-gcp',
      target: 'raw',
      why: 'raw is on gcp, and etl-prod runs on aws',
    });
  });

  it('names none of them of one that gets nothing anyhow', () => {
    const theirs = { ...ONE, workloadIdentity: 'arn:aws:iam::444455556666:role/their-own' };
    expect(rulesEffect(theirs, ON_BOTH, BEFORE).notApplicable).toEqual([]);
    const { workloadIdentity: _, ...absent } = ONE;
    expect(rulesEffect(absent, ON_BOTH, BEFORE).notApplicable).toHaveLength(4);
  });

  it('says of whom it tells, and all of each access', () => {
    const rules = rulesWith(['reach: [lake, redshift]', 'reach: [redshift]'], ['acme}', 'other}']);
    const [lake, redshift] = BEFORE;
    const effect = rulesEffect(ONE, rules, BEFORE);
    const specification = { ...redshift?.specification, externalId: 'other' };
    expect(effect).toStrictEqual({
      deploymentId: ONE.id,
      name: 'etl-prod',
      cloud: 'aws',
      gains: [],
      loses: [lake],
      changes: [{ ...redshift, specification }],
      stays: [],
      notApplicable: [],
    });
  });

  it('takes one access for another only where it is the same', () => {
    const [lake, redshift] = BEFORE;
    if (lake === undefined || redshift === undefined) throw new TypeError('there are two');
    expect(summary(rulesEffect(ONE, OLD, [redshift]))).toEqual({
      ...NOTHING,
      gains: ['lake'],
      stays: ['redshift'],
    });
    const elsewhere = { ...lake, identity: 'arn:aws:iam::111122223333:role/astro-another' };
    expect(summary(rulesEffect(ONE, OLD, [elsewhere, redshift]))).toEqual({
      ...NOTHING,
      changes: ['lake'],
      stays: ['redshift'],
    });
  });
});

describe('wantsUnder', () => {
  it('is what the rules give, and why they give nothing', () => {
    expect(wantsUnder(ONE, OLD)).toStrictEqual({ wants: BEFORE });
    const none = wantsUnder(ONE, rulesWith(['deployment: "etl-*"', 'deployment: "dev-*"']));
    expect(none).toStrictEqual({
      wants: [],
      nothing: {
        code: 'no-rule',
        text: 'No access rule matches it.',
        advice: 'Add a rule to access-rules.yml if it should reach something.',
      },
    });
  });
});
