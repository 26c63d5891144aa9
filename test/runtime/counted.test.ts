import { expect, it } from '@jest/globals';
import { counted } from '../../shared/runtime/counted.ts';

it.each([
  ['0 targets', 0],
  ['1 target', 1],
  ['2 targets', 2],
])('says %s', (said, count) => {
  expect(counted(count, 'target')).toBe(said);
});

it('says more of many than an s, where there is more to say', () => {
  const said = [1, 2].map((count) => counted(count, 'access is', 'accesses are'));
  expect(said).toEqual(['1 access is', '2 accesses are']);
});
