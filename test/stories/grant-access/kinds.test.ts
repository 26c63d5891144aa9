import { describe, expect, it } from '@jest/globals';
import { PolicyRefusedError } from '../../../shared/cloud/errors.ts';
import { kindsMeant, kindsOf } from '../../../shared/stories/grant-access/kinds.ts';
import { IDENTITY } from '../../record/samples.ts';
import { ELSEWHERE, GRANT, situationOf, WITHDRAW } from '../findings.ts';

const elsewhere = { kind: 'grant', want: ELSEWHERE } as const;
const ids = (kinds: ReturnType<typeof kindsOf>) =>
  kinds.map((kind) => kind.map(({ access }) => access.item.accessId));

const one = situationOf(GRANT, { accessId: 'one' });
const two = situationOf(GRANT, { accessId: 'two' });
const other = situationOf(elsewhere, { accessId: 'other' });
const goes = situationOf(WITHDRAW, { accessId: 'goes' });

describe('kindsMeant', () => {
  const refusal = (code: string) => new PolicyRefusedError(code, 'Not this.', 'Mend it.');
  const many = (count: number) =>
    Array.from({ length: count }, (_, place) => {
      const want = { ...GRANT.want, identity: `${IDENTITY}-${place}` };
      return situationOf({ kind: 'grant', want }, { accessId: `${place}` });
    });

  it.each(['domain-restricted', 'malformed-policy', 'organization-policy'])(
    'is each identity by itself of one kind, after %s',
    (code) => {
      const [first, second] = many(2);
      const those = [one, first, second, two].flatMap((it) => it ?? []);
      expect(ids(kindsMeant(refusal(code), those))).toEqual([['one', 'two'], ['0'], ['1']]);
    },
  );

  it('is the whole of one kind where they are many', () => {
    expect(kindsMeant(refusal('domain-restricted'), many(8))).toHaveLength(8);
    expect(ids(kindsMeant(refusal('domain-restricted'), many(9)))).toEqual([
      ['0', '1', '2', '3', '4', '5', '6', '7', '8'],
    ]);
  });

  it('is the whole of one kind where it is about a role', () => {
    expect(ids(kindsMeant(refusal('grant-not-permitted'), many(2)))).toEqual([['0', '1']]);
  });

  it('is each kind before any identity', () => {
    const those = [...many(2), other];
    expect(ids(kindsMeant(refusal('domain-restricted'), those))).toEqual([['0', '1'], ['other']]);
  });
});

describe('kindsOf', () => {
  it('puts together who is given the same, and who goes', () => {
    expect(ids(kindsOf([one, other, goes, two]))).toEqual([['one', 'two'], ['other'], ['goes']]);
  });

  it('has those last and by themselves who were refused before', () => {
    const refused = situationOf(GRANT, { accessId: 'one', state: 'refused' });
    expect(ids(kindsOf([refused, two, other, goes]))).toEqual([
      ['two'],
      ['other'],
      ['goes'],
      ['one'],
    ]);
  });

  it('is nothing of nobody', () => {
    expect(kindsOf([])).toEqual([]);
  });
});
