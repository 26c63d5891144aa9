import { describe, expect, it } from '@jest/globals';
import { everPlaced } from '../../../shared/record/placement.ts';
import { takenFrom } from '../../../shared/stories/grant-access/confirm.ts';
import { access, placement } from '../../record/samples.ts';
import { ELSEWHERE, findingOf, WITHDRAW } from '../findings.ts';

const former = { identity: ELSEWHERE.identity, specification: ELSEWHERE.specification };

describe('everPlaced', () => {
  it('is what is in place and what was taken out, each once', () => {
    const row = access({ placed: [placement], taken: [placement, former] });
    expect(everPlaced(row)).toEqual([placement, former]);
    expect(everPlaced(access({ placed: [placement] }))).toEqual([placement]);
  });
});

describe('takenFrom', () => {
  const of = (placed: (typeof placement)[], written: boolean) =>
    takenFrom(placed, findingOf(WITHDRAW, { placed: [placement], taken: [former] }, { written }));

  it('is all that was ever in place and is not now', () => {
    expect(of([], true)).toEqual({ taken: [placement, former] });
    expect(of([placement], true)).toEqual({ taken: [former] });
  });

  it('is nothing where all is in place still, and nothing is then kept in mind', () => {
    const finding = findingOf(WITHDRAW, { placed: [placement] }, { written: true });
    expect(takenFrom([placement], finding)).toStrictEqual({});
  });

  it('is nothing once that was confirmed', () => {
    expect(of([], false)).toEqual({});
  });
});
