import { describe, expect, it } from '@jest/globals';
import { diffText, policyDiff } from '../../../shared/stories/grant-access/policy-diff.ts';

const members = (count: number) =>
  Array.from({ length: count }, (_one, place) => `serviceAccount:astro-${place}@p`);

describe('diffText', () => {
  it('marks what comes and what goes, with some of what is around', () => {
    const before = { etag: 'a', bindings: [{ role: 'r', members: ['anna', 'ben'] }] };
    const after = { etag: 'a', bindings: [{ role: 'r', members: ['anna', 'cleo'] }] };
    expect(diffText(before, after).split('\n')).toEqual([
      '  … 4 lines as they are',
      '        "role": "r",',
      '        "members": [',
      '          "anna",',
      '-         "ben"',
      '+         "cleo"',
      '        ]',
      '      }',
      '    ]',
      '  }',
    ]);
  });

  it('takes no comma for a change', () => {
    const lines = diffText({ a: ['anna'] }, { a: ['anna', 'ben'] }).split('\n');
    expect(lines.filter((line) => /^[+-]/.test(line))).toEqual(['+     "ben"']);
  });

  it.each([
    ['nothing', null],
    ['nothing that was ever there', undefined],
  ])('shows all of what comes where there was %s', (_what, before) => {
    expect(diffText(before, { a: 1 })).toBe('+ {\n+   "a": 1\n+ }');
    expect(diffText({ a: 1 }, before)).toBe('- {\n-   "a": 1\n- }');
  });

  it('is never too long, and says how much more there is', () => {
    const text = diffText({ members: [] }, { members: members(200) });
    expect(text.length).toBeLessThanOrEqual(2_500);
    expect(text.length).toBeGreaterThan(2_400);
    const shown = text.split('\n').length - 1;
    const all = policyDiff({ members: [] }, { members: members(200) }).length;
    expect(text.split('\n').at(-1)).toBe(`… ${all - shown} more lines`);
  });

  it('is cut where it must be, and not before', () => {
    const whole = diffText(null, { a: 1, b: 2 });
    expect(diffText(null, { a: 1, b: 2 }, whole.length)).toBe(whole);
    expect(diffText(null, { a: 1, b: 2 }, whole.length - 1)).toBe('+ {\n… 3 more lines');
  });

  it('says nothing of what is the same', () => {
    expect(policyDiff({ a: 1 }, { a: 1 }).map(({ kind }) => kind)).not.toContain('comes');
  });
});
