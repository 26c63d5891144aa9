import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { globMatches, isGlob } from '../../shared/rules/glob.ts';

describe('globMatches', () => {
  it.each([
    ['etl', 'etl', true],
    ['etl', 'etl-prod', false],
    ['etl', 'my-etl', false],
    ['etl-*', 'etl-', true],
    ['etl-*', 'etl-prod', true],
    ['etl-*', 'ETL-prod', false],
    ['*-prod', 'etl-prod', true],
    ['*-prod', 'etl-prod-2', false],
    ['*a*b*', 'xxaxxbxx', true],
    ['*ab', 'aab', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a?', 'a🚀', true],
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['**', 'anything', true],
    ['?', '', false],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
    ['(a|b)+$', '(a|b)+$', true],
    ['a*', 'a\nb', true],
  ])('%j on %j: %j', (pattern, text, matches) => {
    expect(globMatches(pattern, text)).toBe(matches);
  });

  test('it agrees with its definition', () => {
    const few = fc.constantFrom('a', 'b', '*', '?');
    const text = fc.string({ unit: few, maxLength: 8 });
    fc.assert(
      fc.property(text, text, (pattern, name) => {
        expect(globMatches(pattern, name)).toBe(defined([...pattern], [...name]));
      }),
      { numRuns: 2_000 },
    );
  });

  test('no pattern takes long', () => {
    const started = performance.now();
    expect(globMatches(`${'*a'.repeat(120)}b`, 'a'.repeat(250))).toBe(false);
    expect(performance.now() - started).toBeLessThan(200);
  });
});

/** What a glob means, without regard to how long it takes. */
function defined(pattern: readonly string[], text: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text.length === 0;
  if (first === '*') return text.concat('').some((_, cut) => defined(rest, text.slice(cut)));
  return text.length > 0 && (first === '?' || first === text[0]) && defined(rest, text.slice(1));
}

describe('isGlob', () => {
  it.each([
    ['etl', false],
    ['etl-*', true],
    ['etl-?', true],
  ])('%j: %j', (pattern, glob) => expect(isGlob(pattern)).toBe(glob));
});
