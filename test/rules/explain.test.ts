import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Condition } from '../../shared/rules/access-rules.ts';
import { explainRules } from '../../shared/rules/explain.ts';
import { matchRules } from '../../shared/rules/match.ts';
import { deployment, rulesFor } from './sample.ts';

describe('explainRules', () => {
  it.each<[string, Condition, Condition | undefined, readonly string[]]>([
    ['nothing of a rule that matches', { deployment: 'etl-*' }, { deployment: 'x' }, []],
    [
      'every key that is not as the rule wants',
      { deployment: 'dev-*', cloud: 'gcp', region: 'us-*' },
      undefined,
      ['deployment is etl-prod, and the rule wants dev-*', 'cloud is aws, and the rule wants gcp'],
    ],
    [
      'nothing of an exception to what it is not for',
      { deployment: 'dev-*' },
      { cloud: 'aws' },
      ['deployment is etl-prod, and the rule wants dev-*'],
    ],
    [
      'what leaves it out',
      {},
      { deployment: '*-prod', cloud: 'aws' },
      ['it is left out by unless: deployment etl-prod is *-prod, cloud aws is aws'],
    ],
  ])('says %s', (_it, when, unless, because) => {
    expect(explainRules(deployment(), rulesFor(when, unless))).toEqual([
      { rule: 'one', matches: because.length === 0, because },
    ]);
  });

  it.each<[Condition, Condition | undefined, string]>([
    [{ region: '*' }, undefined, 'Astro does not tell its region, and the rule wants *'],
    [
      {},
      { region: 'eu-*' },
      'it is left out by unless: its region, which Astro does not tell, may be eu-*',
    ],
  ])('says of %j what Astro does not tell', (when, unless, because) => {
    const { region: _, ...unknown } = deployment();
    expect(explainRules(unknown, rulesFor(when, unless))[0]?.because).toEqual([because]);
  });

  it('gives a reason exactly where the rule does not match', () => {
    const pattern = fc.constantFrom('*', 'etl-*', '*-prod', 'aws', 'gcp', 'STANDARD', 'Data');
    const keys = ['workspace', 'deployment', 'cloud', 'type', 'region', 'cluster'] as const;
    const condition = fc.dictionary(fc.constantFrom(...keys), pattern, { maxKeys: 3 });
    fc.assert(
      fc.property(condition, fc.option(condition, { nil: undefined }), (when, unless) => {
        const { region: _, ...unknown } = deployment();
        for (const one of [deployment(), unknown]) {
          const [verdict] = explainRules(one, rulesFor(when, unless));
          const matches = matchRules(one, rulesFor(when, unless)).length === 1;
          expect(verdict?.matches).toBe(matches);
          expect(verdict?.because.length === 0).toBe(matches);
        }
      }),
    );
  });
});
