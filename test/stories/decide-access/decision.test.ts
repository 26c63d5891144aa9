import { describe, expect, it } from '@jest/globals';
import type { Decided, DecisionItem, Want } from '../../../shared/record/items.ts';
import { placementDigest } from '../../../shared/record/placement.ts';
import { HOUR } from '../../../shared/runtime/clock.ts';
import {
  decide,
  decideGone,
  isOurs,
  type Question,
} from '../../../shared/stories/decide-access/decision.ts';
import { deployment, rulesWith } from '../../rules/sample.ts';
import { NOW } from '../findings.ts';

const IDENTITY = 'arn:aws:iam::111122223333:role/astro-fiery-nebula-1234';
const RULES = rulesWith();
const ONE = deployment({ workloadIdentity: IDENTITY });
const KEEP_UNTIL = new Date(NOW.getTime() + 24 * HOUR).toISOString();

function ask(more: Partial<Question> = {}): Question {
  return {
    deployment: ONE,
    rules: RULES,
    now: NOW,
    before: undefined,
    decisions: new Map(),
    commit: undefined,
    ...more,
  };
}

const known = (more: Partial<Decided> = {}): Decided => ({ ...decide(ask()), ...more });
const targets = ({ wants }: Decided) => wants.map(({ target }) => target);
const LOST = rulesWith(['reach: [lake, redshift]', 'reach: [lake]']);

describe('decide', () => {
  it('wants what the rules give, and notes by which rules, when and of whom', () => {
    const found = decide(ask({ commit: 'abc1234' }));
    expect(targets(found)).toEqual(['lake', 'redshift']);
    expect(found).toMatchObject({
      at: NOW.toISOString(),
      deployment: ONE,
      rules: { digest: RULES.digest, commit: 'abc1234' },
      reminders: 0,
      notes: [],
    });
    expect(found).not.toHaveProperty('nothing');
    expect(found.wants[0]).toMatchObject({ identity: IDENTITY, rule: 'etl-aws', slot: 'primary' });
  });

  it('has no commit where it knows none', () => {
    expect(decide(ask()).rules).toStrictEqual({ digest: RULES.digest });
  });

  it('knows the region still that Astro does not tell any more', () => {
    const { region: _, ...untold } = ONE;
    const found = decide(ask({ deployment: untold, before: known() }));
    expect(found.deployment).toEqual(ONE);
    expect(found.wants).toEqual(known().wants);
  });

  it('counts on how often it was reminded', () => {
    expect(decide(ask({ before: known({ reminders: 3 }) })).reminders).toBe(3);
  });

  it.each<[string, Parameters<typeof deployment>[0], string]>([
    ['no rule matches it', { name: 'dev', workloadIdentity: IDENTITY }, 'no-rule'],
    ['Astro tells no identity', {}, 'identity-absent'],
    ['its identity is another’s', { workloadIdentity: `${IDENTITY}5` }, 'not-this-deployment'],
  ])('says why it gets nothing where %s', (_it, changes, code) => {
    const { wants, nothing } = decide(ask({ deployment: deployment(changes) }));
    expect(wants).toEqual([]);
    expect(nothing).toMatchObject({ code, text: expect.any(String), advice: expect.any(String) });
    expect(nothing?.text).not.toBe('');
    expect(nothing?.advice).not.toBe('');
  });

  it('leaves what it has to one whose identity Astro does not tell now', () => {
    const found = decide(ask({ deployment: deployment(), before: known() }));
    expect(found.wants).toEqual(known().wants);
    expect(found.nothing?.code).toBe('identity-absent');
  });

  it('takes what has ended even where Astro tells no identity now', () => {
    const [lake, redshift] = known().wants;
    const over = { ...redshift, until: NOW.toISOString() } as Want;
    const before = known({ wants: [lake as Want, over] });
    const found = decide(ask({ deployment: deployment(), before }));
    expect(targets(found)).toEqual(['lake']);
  });

  it('ends after a while what one had whose identity is refused', () => {
    const foreign = deployment({ workloadIdentity: IDENTITY.replace('1111', '9999') });
    const found = decide(ask({ deployment: foreign, before: known() }));
    expect(found.wants.map(({ until }) => until)).toEqual([KEEP_UNTIL, KEEP_UNTIL]);
    expect(found.nothing?.code).toBeDefined();
  });

  it('says what is the matter with one of two identities', () => {
    const two = deployment({ workloadIdentity: IDENTITY, drWorkloadIdentity: `${IDENTITY}5` });
    const found = decide(ask({ deployment: two }));
    expect(found.notes).toHaveLength(1);
    expect(found.wants).toHaveLength(2);
  });
});

describe('decide, of an access’s id,', () => {
  const ids = (changes: Parameters<typeof deployment>[0] = {}, rules = RULES) =>
    decide(
      ask({ deployment: deployment({ workloadIdentity: IDENTITY, ...changes }), rules }),
    ).wants.map(({ accessId }) => accessId);

  it('has another one for each target, and each Deployment', () => {
    const all = [...ids(), ...ids({ id: 'another' })];
    expect(new Set(all).size).toBe(4);
  });

  it('has the same one whatever is given', () => {
    expect(ids({}, rulesWith(['externalId: acme', 'externalId: other']))).toEqual(ids());
    expect(ids({ name: 'etl-other' })).toEqual(ids());
  });

  it('has another one for a target of another name, and for another slot', () => {
    const home = { awsAccounts: ['111122223333', '444455556666'], gcpProjects: [] };
    const both = deployment({
      workloadIdentity: IDENTITY,
      drWorkloadIdentity: IDENTITY.replace('111122223333', '444455556666'),
    });
    const found = decide(ask({ deployment: both, rules: { ...RULES, astronomer: home } })).wants;
    expect(new Set(found.map(({ slot }) => slot))).toEqual(new Set(['primary', 'dr']));
    expect(new Set(found.map(({ accessId }) => accessId)).size).toBe(4);
    const renamed = rulesWith(['  redshift: {', '  store: {'], ['redshift]}', 'store]}']);
    expect(ids({}, renamed)[1]).not.toBe(ids()[1]);
  });
});

describe('decide, of what no rule gives any more,', () => {
  const had = known();
  const [, redshift] = had.wants;
  const on = (verdict: DecisionItem['verdict'], at = NOW.toISOString()) =>
    new Map(
      had.wants.map((want): [string, DecisionItem] => [
        want.accessId,
        { accessId: want.accessId, verdict, by: 'jane', at, placement: placementDigest(want) },
      ]),
    );
  const wanted = (more: Partial<Question>): Want | undefined =>
    decide(ask({ rules: LOST, before: had, ...more })).wants.find(
      ({ target }) => target === 'redshift',
    );

  it('keeps it for as long as the rules say', () => {
    expect(wanted({})).toEqual({ ...redshift, until: KEEP_UNTIL, endingSince: NOW.toISOString() });
  });

  it('ends what a person denied, and goes on with what one held', () => {
    expect(wanted({ decisions: on('denied') })).toBeUndefined();
    expect(wanted({ decisions: on('held') })).toEqual({ ...redshift, kept: true });
  });

  it('asks of each what was decided on it', () => {
    const decisions = new Map([...on('denied')].slice(0, 1));
    expect(wanted({ decisions })).toMatchObject({ until: KEEP_UNTIL });
  });
});

describe('decideGone', () => {
  it('wants nothing any more, and says why', () => {
    const later = new Date(NOW.getTime() + HOUR);
    const found = decideGone(known({ reminders: 5 }), later);
    expect(found).toEqual({
      ...known(),
      at: later.toISOString(),
      wants: [],
      nothing: expect.objectContaining({ code: 'gone' }),
      reminders: 0,
    });
    expect(found.nothing?.text).toContain('gone from Astro');
    expect(found.nothing?.advice).toContain('taken back');
  });
});

describe('isOurs', () => {
  it.each([
    ['aws', 'aws', 'aws', true],
    ['aws', 'gcp', 'aws', false],
    ['gcp', 'gcp', 'aws', true],
    ['azure', 'aws', 'aws', true],
    ['azure', 'gcp', 'aws', false],
    ['azure', 'gcp', 'gcp', true],
  ] as const)(
    'of %s in the installation on %s where %s reports: %s',
    (cloud, its, reporter, ours) => {
      expect(isOurs({ cloud }, { ...RULES, reporter }, its)).toBe(ours);
    },
  );
});
