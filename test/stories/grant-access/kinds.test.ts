import { describe, expect, it } from '@jest/globals';
import { kindsOf } from '../../../shared/stories/grant-access/kinds.ts';
import { ELSEWHERE, GRANT, situationOf, WITHDRAW } from '../findings.ts';

const elsewhere = { kind: 'grant', want: ELSEWHERE } as const;
const ids = (kinds: ReturnType<typeof kindsOf>) =>
  kinds.map((kind) => kind.map(({ access }) => access.item.accessId));

const one = situationOf(GRANT, { accessId: 'one' });
const two = situationOf(GRANT, { accessId: 'two' });
const other = situationOf(elsewhere, { accessId: 'other' });
const goes = situationOf(WITHDRAW, { accessId: 'goes' });

describe('kindsOf', () => {
  it('puts together who is given the same, and who goes', () => {
    expect(ids(kindsOf([one, other, goes, two]))).toEqual([['one', 'two'], ['other'], ['goes']]);
  });

  it('has those last among whom one was refused before', () => {
    const refused = situationOf(GRANT, { accessId: 'one', state: 'refused' });
    expect(ids(kindsOf([two, refused, other, goes]))).toEqual([
      ['other'],
      ['goes'],
      ['two', 'one'],
    ]);
  });

  it('is nothing of nobody', () => {
    expect(kindsOf([])).toEqual([]);
  });
});
