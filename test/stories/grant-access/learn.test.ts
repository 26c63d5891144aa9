import { describe, expect, it } from '@jest/globals';
import {
  NameTakenError,
  PolicyConflictError,
  PolicyRefusedError,
  PrincipalRejectedError,
  QuotaExceededError,
  RoleInUseError,
  TransientError,
  UnknownTargetError,
} from '../../../shared/cloud/errors.ts';
import { VersionConflictError } from '../../../shared/record/errors.ts';
import { learn } from '../../../shared/stories/grant-access/learn.ts';
import { newPass, type Pass } from '../../../shared/stories/grant-access/pass.ts';
import type { Situation } from '../../../shared/stories/grant-access/situation.ts';
import { AT, IDENTITY, LATER } from '../../record/samples.ts';
import { ELSEWHERE, GRANT, keep, problem, situationOf, WITHDRAW } from '../findings.ts';

const STRANGER = 'AROAEXAMPLEID1234567';
const other = { ...GRANT, want: { ...GRANT.want, identity: `${IDENTITY}-2` } } as const;

const one = situationOf(GRANT, { accessId: 'one' });
const two = situationOf(other, { accessId: 'two' });
const held = situationOf(keep('held'), { accessId: 'held' });
const leaves = situationOf(WITHDRAW, { accessId: 'leaves' });
const ALL = [one, two, held, leaves];

/** By access, why it is left out; `where` and `deleted` are what the policy says of a principal. */
function learnt(error: unknown, those: readonly Situation[], pass: Pass = newPass()) {
  learn(error, those, pass);
  return Object.fromEntries([...pass.barred].map(([id, { code }]) => [id, code]));
}

describe('learn', () => {
  it('is unsure of a write that got no clear answer, and of no other', () => {
    for (const [error, unsure] of [
      [new TransientError('no answer'), ['one']],
      [new PolicyConflictError('changed'), []],
    ] as const) {
      const pass = newPass();
      pass.trying = new Set(['one']);
      learn(error, ALL, pass);
      expect([...pass.unsure]).toEqual(unsure);
    }
  });

  it.each([
    ['another wrote the policy', new PolicyConflictError('changed')],
    ['another wrote a row', new VersionConflictError('changed')],
    ['the cloud has a fault', new TransientError('throttled')],
  ])('counts a conflict where %s, and leaves nobody out', (_it, error) => {
    const pass = newPass();
    expect(learnt(error, ALL, pass)).toEqual({});
    expect(pass.conflicts).toBe(1);
    expect(pass.last).toBe(error);
  });

  it.each([new UnknownTargetError('of another cloud'), new TypeError('a bug')])(
    'throws what it cannot use: %s',
    (error) => {
      const pass = newPass();
      expect(() => learnt(error, ALL, pass)).toThrow(error);
      expect(pass).toMatchObject({ conflicts: 0, barred: new Map() });
    },
  );

  it('says nothing of who rests: nobody tried for them', () => {
    const rests = situationOf(other, { accessId: 'rests' }, { resting: true });
    const refusal = new PolicyRefusedError('denied', 'It may not.', 'Let it.');
    expect(learnt(refusal, [one, rests])).toEqual({ one: 'denied' });
  });

  it('leaves out all for whom something was to be done where the cloud refuses for good', () => {
    const pass = newPass();
    const refusal = new PolicyRefusedError('denied', 'It may not.', 'Let it.');
    expect(learnt(refusal, ALL, pass)).toEqual({ one: 'denied', two: 'denied', leaves: 'denied' });
    expect(pass.barred.get('one')).toEqual({
      code: 'denied',
      text: 'It may not.',
      advice: 'Let it.',
    });
    expect(pass.conflicts).toBe(0);
  });

  it('does not judge again who is left out already', () => {
    const pass = newPass();
    pass.barred.set('one', problem('policy-full'));
    const refusal = new PolicyRefusedError('denied', 'It may not.', 'Let it.');
    expect(learnt(refusal, [one, two], pass)).toEqual({ one: 'policy-full', two: 'denied' });
  });

  it('counts a conflict where there is nobody to leave out', () => {
    const pass = newPass();
    learn(new PolicyRefusedError('denied', 'It may not.', 'Let it.'), [held], pass);
    expect(pass).toMatchObject({ conflicts: 1, barred: new Map() });
  });
});

describe('learn, of what the cloud says of a whole policy and means for some,', () => {
  const refusal = (code: string) => new PolicyRefusedError(code, 'Not this.', 'Mend it.');
  const sameAsOne = situationOf(GRANT, { accessId: 'same' });
  const elsewhere = situationOf({ kind: 'grant', want: ELSEWHERE }, { accessId: 'elsewhere' });
  const THOSE = [one, sameAsOne, elsewhere, held, leaves];

  function learntOf(code: string, trying: readonly string[]) {
    const pass = newPass();
    pass.trying = new Set(trying);
    return { barred: learnt(refusal(code), THOSE, pass), alone: [...(pass.alone ?? [])], pass };
  }

  it.each(['malformed-policy', 'domain-restricted', 'organization-policy', 'grant-not-permitted'])(
    'tries those alone who are given the same, after %s',
    (code) => {
      const { barred, alone, pass } = learntOf(code, ['one', 'same', 'elsewhere', 'leaves']);
      expect([barred, alone]).toEqual([{}, ['one', 'same']]);
      expect(pass.conflicts).toBe(0);
    },
  );

  it.each([
    [`Invalid member serviceAccount:${IDENTITY}.`, ['one', 'same']],
    [`“${IDENTITY}-2” is not valid`, ['two']],
  ])('leaves out at once whom it names: %s', (message, left) => {
    const pass = newPass();
    pass.trying = new Set(['one', 'same', 'two', 'leaves']);
    const error = new PolicyRefusedError('malformed-policy', message, 'Mend it.');
    expect(Object.keys(learnt(error, [one, sameAsOne, two, leaves], pass))).toEqual(left);
    expect(pass).not.toHaveProperty('alone');
  });

  it('leaves out those of one kind, and then tries all others again', () => {
    const { pass } = learntOf('malformed-policy', ['one', 'same', 'elsewhere']);
    pass.trying = new Set(['one', 'same']);
    const code = 'malformed-policy';
    expect(learnt(refusal(code), THOSE, pass)).toEqual({ one: code, same: code });
    expect(pass).not.toHaveProperty('alone');
  });

  it.each([
    ['where all are meant', 'access-denied', ['one', 'elsewhere']],
    ['where nothing was being written for anybody', 'malformed-policy', []],
  ])('leaves out all at once %s', (_it, code, trying) => {
    const { barred, alone } = learntOf(code, trying);
    expect(Object.keys(barred)).toEqual(['one', 'same', 'elsewhere', 'leaves']);
    expect(alone).toEqual([]);
  });
});

describe('learn, of a principal that the cloud does not know,', () => {
  const rejected = (principal: string) =>
    new PrincipalRejectedError(principal, 'Invalid principal');

  it('leaves out those who want it, who are waited for', () => {
    const pass = newPass();
    expect(learnt(rejected(IDENTITY), ALL, pass)).toEqual({ one: 'identity-not-visible' });
    const { text, advice } = pass.barred.get('one') ?? problem('');
    expect(text).toContain(IDENTITY);
    expect(advice).toContain('tried again');
    expect(pass.rejected.size).toBe(0);
  });

  it('says where it stands as deleted', () => {
    const pass = newPass();
    pass.whereDeleted = (identity) => (identity === IDENTITY ? 'the binding of X' : undefined);
    expect(learnt(rejected(IDENTITY), ALL, pass)).toEqual({ one: 'identity-deleted' });
    const { text, advice } = pass.barred.get('one') ?? problem('');
    expect(text).toContain(`${IDENTITY} as deleted, in the binding of X`);
    expect(advice).toContain('whoever owns the binding of X');
  });

  it('lets the next plan drop one whom nobody wants', () => {
    const pass = newPass();
    expect(learnt(rejected(STRANGER), ALL, pass)).toEqual({});
    expect([...pass.rejected]).toEqual([STRANGER]);
    expect(pass.conflicts).toBe(0);
  });

  it.each([
    ['where the policy names it', 'the statement NightlyBatch', 'the statement NightlyBatch'],
    ['that it is not ours, where it is not known', undefined, 'a statement that is not ours'],
  ])('leaves out all where that did not help, and says %s', (_it, where, said) => {
    const pass = newPass();
    pass.whereNamed = () => where;
    learn(rejected(STRANGER), ALL, pass);
    expect(learnt(rejected(STRANGER), ALL, pass)).toEqual({
      one: 'orphan-principal',
      two: 'orphan-principal',
      leaves: 'orphan-principal',
    });
    const { text, advice } = pass.barred.get('one') ?? problem('');
    expect(text).toContain(`${STRANGER}, which no longer exists, in ${said}`);
    expect(advice).toBe(`Whoever owns ${said} must remove ${STRANGER} from it; then retry.`);
  });
});

describe('learn, of what passes by itself and yet is met again and again,', () => {
  const JANE = 'jane@acme-analytics.iam.gserviceaccount.com';
  const stranger = new PrincipalRejectedError(JANE, `Service account ${JANE} does not exist.`);
  const taken = new NameTakenError('airflow-anna: Role with name airflow-anna already exists.');
  const inUse = new RoleInUseError('airflow-anna: must remove roles from instance profile first.');

  it.each([
    ['a stranger who is shown as living', stranger, 8, 'orphan-principal'],
    ['one of ours who is shown as living', stranger, 8, 'identity-fading'],
    ['a role that is not deleted', inUse, 7, 'role-in-use'],
    ['a name that is taken', taken, 7, 'role-name-taken'],
  ])('tries on with %s, and then leaves out all', (_it, error, times, code) => {
    const pass = newPass();
    pass.isNamedByUs = () => code === 'identity-fading';
    for (let time = 0; time < times; time += 1) expect(learnt(error, ALL, pass)).toEqual({});
    expect(pass.conflicts).toBe(7);
    expect(pass.last).toBe(error);
    expect(learnt(error, ALL, pass)).toEqual({ one: code, two: code, leaves: code });
  });

  it('says of one of ours what may be done where it stays so', () => {
    const pass = newPass();
    pass.isNamedByUs = () => true;
    for (let time = 0; time < 9; time += 1) learn(stranger, ALL, pass);
    expect(pass.barred.get('one')).toEqual({
      code: 'identity-fading',
      text: `The policy shows ${JANE}, whom we have let in, as living, and yet the cloud does not know it; until that is over, it refuses every change.`,
      advice: `Nothing to do: it is tried again. If it stays so, look in AWS whether ${JANE} exists, and take it out of our statement by hand if it does not.`,
    });
  });

  it('is blocked where there is nobody to leave out', () => {
    const pass = newPass();
    for (let time = 0; time < 9; time += 1) learn(stranger, [], pass);
    expect(pass.blocked).toBe(true);
  });

  it('names the owner of a statement where others name one of ours as well', () => {
    const pass = newPass();
    pass.isNamedByUs = () => true;
    pass.whereNamed = () => 'statement Theirs';
    for (let time = 0; time < 9; time += 1) learn(stranger, ALL, pass);
    expect(pass.barred.get('one')).toMatchObject({ code: 'orphan-principal' });
  });

  it('has the next plan drop one of ours only after it was read again and again', () => {
    const pass = newPass();
    const gone = new PrincipalRejectedError(IDENTITY, `${IDENTITY} does not exist.`);
    for (let time = 0; time < 8; time += 1) {
      expect([...pass.rejected]).toEqual([]);
      expect(learnt(gone, ALL, pass)).toEqual({ one: 'identity-not-visible' });
    }
    expect(learnt(gone, ALL, pass)).toEqual({ one: 'identity-not-visible' });
    expect([...pass.rejected]).toEqual([IDENTITY]);
    expect(pass.conflicts).toBe(7);
  });

  it.each([inUse, taken])('says what is the matter, and what to do: %s', (error) => {
    const pass = newPass();
    for (let time = 0; time < 8; time += 1) learn(error, ALL, pass);
    const { text, advice } = pass.barred.get('leaves') ?? problem('');
    expect(text).toContain(error.message);
    expect(text).not.toContain('..');
    expect(advice).toContain('then retry');
  });
});

describe('learn, of a policy that is full,', () => {
  const FULL = new QuotaExceededError('2,100 of 2,048.', 'Raise it, or use a role of its own');
  const since = (order: typeof GRANT, accessId: string, createdAt: string, state = 'pending') =>
    situationOf(order, { accessId, createdAt, state: state === 'granted' ? state : 'pending' });
  const old = since(GRANT, 'old', AT);
  const young = since(GRANT, 'young', LATER);
  const youngest = since(GRANT, 'youngest', '2026-03-02T00:00:00.000Z', 'granted');

  it.each([
    ['the newest of those who come', [old, young, youngest], ['young']],
    ['the newest in whatever order', [young, old], ['young']],
    ['one at a time', [old], ['old']],
    ['nobody who goes, or is kept, while somebody comes', [leaves, held, old], ['old']],
    ['all who come or go where nobody new comes', [youngest, leaves, held], ['youngest', 'leaves']],
  ])('leaves out %s', (_it, those, left) => {
    const expected = Object.fromEntries(left.map((id) => [id, 'policy-full']));
    expect(learnt(FULL, those)).toEqual(expected);
  });

  it('leaves out the next newest when that was not enough', () => {
    const pass = newPass();
    learn(FULL, [old, young], pass);
    expect(learnt(FULL, [old, young], pass)).toEqual({ young: 'policy-full', old: 'policy-full' });
  });

  it('says how full it is, and the way out', () => {
    const pass = newPass();
    learn(FULL, [old], pass);
    const { text, advice } = pass.barred.get('old') ?? problem('');
    expect(text).toBe('The policy is full: 2,100 of 2,048. Existing access is untouched.');
    expect(advice).toBe('Raise it, or use a role of its own.');
  });
});
