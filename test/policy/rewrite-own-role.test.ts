import { describe, expect, it } from '@jest/globals';
import type { Ask } from '../../shared/policy/pieces.ts';
import { isAbandoned } from '../../shared/policy/rewrite-own-role.ts';

const ENDED: Ask = { accessId: 'a', since: '2026-11-01T00:00:00Z', barred: false, placed: ['x y'] };

describe('isAbandoned', () => {
  it.each<[string, readonly Ask[], boolean]>([
    ['what was placed and is wanted no more', [ENDED], true],
    ['what nobody claims', [], false],
    ['what nobody placed', [{ ...ENDED, placed: [] }], false],
    ['what another still wants', [ENDED, { ...ENDED, wanted: ['x z'] }], false],
    ['what another may be waiting for', [ENDED, { ...ENDED, barred: true }], false],
  ])('of %s', (_what, asks, abandoned) => {
    expect(isAbandoned(asks)).toBe(abandoned);
  });
});
