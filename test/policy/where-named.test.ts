import { describe, expect, it } from '@jest/globals';
import type { Statement } from '../../shared/policy/trust-policy.ts';
import { isNamedByUs, whereNamed } from '../../shared/policy/where-named.ts';
import { ORPHAN, ours, under } from './trust.ts';

const of = (Sid: string | undefined, ...AWS: string[]): Statement => ({
  ...(Sid && { Sid }),
  Effect: 'Allow',
  Principal: { AWS },
  Action: 'sts:AssumeRole',
});
const CI: Statement = { ...of('Ci'), Principal: { AWS: 'x', Federated: ORPHAN } };
const { Principal, ...REST } = of('Others', ORPHAN);
const OTHERS: Statement = { ...REST, Effect: 'Deny', NotPrincipal: Principal ?? '*' };

describe('whereNamed', () => {
  it.each<[string, readonly Statement[], string | undefined]>([
    ['by its Sid', [of('Nightly', 'x'), of('Batch', ORPHAN)], 'statement Batch'],
    [
      'by its place where it has none',
      [of('Nightly'), of(undefined, ORPHAN)],
      'statement number 2',
    ],
    ['each of several', [of('A', ORPHAN), of('B', ORPHAN)], 'statement A and statement B'],
    ['that names it as another kind of principal', [CI], 'statement Ci'],
    ['that is about all but these', [OTHERS], 'statement Others'],
    ['and not ours, which names it too', [ours(ORPHAN), of('B', ORPHAN)], 'statement B'],
    ['nothing where only ours names it', [ours(ORPHAN)], undefined],
    ['nothing where it is not named', [of('A', 'x'), { ...CI, Principal: '*' }], undefined],
  ])('tells the statement %s', (_how, Statement, told) => {
    expect(whereNamed({ Statement }, ORPHAN, 'prod')).toBe(told);
  });
});

describe('isNamedByUs', () => {
  it.each<[readonly Statement[], boolean]>([
    [[of('A', ORPHAN), ours('x', ORPHAN)], true],
    [[ours('x'), under('acme', ORPHAN)], true],
    [[of('A', ORPHAN), ours('x')], false],
  ])('%j: %s', (Statement, named) => {
    expect(isNamedByUs({ Statement }, ORPHAN, 'prod')).toBe(named);
  });
});
