import { describe, expect, it } from '@jest/globals';
import { whereNamed } from '../../shared/policy/where-named.ts';

const ORPHAN = 'AROAEXAMPLEEXAMPLEXYZ';
const of = (Sid: string | undefined, ...AWS: string[]) => ({
  ...(Sid && { Sid }),
  Effect: 'Allow' as const,
  Principal: { AWS },
  Action: 'sts:AssumeRole',
});

describe('whereNamed', () => {
  it.each([
    ['by its Sid', [of('Nightly', 'x'), of('Batch', ORPHAN)], 'statement Batch'],
    [
      'by its place where it has none',
      [of('Nightly'), of(undefined, ORPHAN)],
      'statement number 2',
    ],
    ['each of several', [of('A', ORPHAN), of('B', ORPHAN)], 'statement A and statement B'],
    ['nothing where it is not named', [of('A', 'x')], undefined],
  ])('tells the statement %s', (_how, Statement, told) => {
    expect(whereNamed({ Statement }, ORPHAN)).toBe(told);
  });
});
