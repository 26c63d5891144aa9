import { expect, it } from '@jest/globals';
import { Blindnesses } from '../../local/chaos/blindness.ts';

const MINUTE = 60_000;
const ALL = ['c1', 'c2'];
const PAGE = { deployments: [{ id: 'c1' }, { id: 'c2' }], totalCount: 2 };

it('leaves it out of lists that add up, and of lists that do not', () => {
  const blindnesses = new Blindnesses();
  blindnesses.hide('c1', 'left out of lists', 10 * MINUTE);
  blindnesses.hide('c2', 'cut out of lists', 10 * MINUTE);
  const { deployments, totalCount } = blindnesses.shown('prod/aws', PAGE, ALL, 0);
  expect(deployments).toEqual([]);
  expect(totalCount).toBe(1);
});

it('denies it by its id until complete lists have not had it for five minutes', () => {
  const blindnesses = new Blindnesses();
  blindnesses.hide('c1', 'left out of lists', 60 * MINUTE);
  const denied: boolean[] = [];
  for (const minute of [0, 4, 6]) {
    blindnesses.shown('prod/aws', PAGE, ALL, minute * MINUTE);
    denied.push(blindnesses.isDenied('prod/aws', 'c1', minute * MINUTE));
  }
  expect(denied).toEqual([true, true, false]);
  expect(blindnesses.isDenied('test/aws', 'c1', 6 * MINUTE)).toBe(true);
});

it('goes on denying one that only lists which do not add up have not had', () => {
  const blindnesses = new Blindnesses();
  blindnesses.hide('c1', 'cut out of lists', 60 * MINUTE);
  for (const minute of [0, 6]) blindnesses.shown('prod/aws', PAGE, ALL, minute * MINUTE);
  expect(blindnesses.isDenied('prod/aws', 'c1', 6 * MINUTE)).toBe(true);
});

it('tells of it again when its time is over', () => {
  const blindnesses = new Blindnesses();
  blindnesses.hide('c1', 'unknown by its id', MINUTE);
  expect(blindnesses.isDenied('prod/aws', 'c1', 0)).toBe(true);
  expect(blindnesses.isDenied('prod/aws', 'c1', MINUTE)).toBe(false);
});
