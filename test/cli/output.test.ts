import { describe, expect, it, test } from '@jest/globals';
import { csv } from '../../cli/csv.ts';
import { policyDiff } from '../../cli/policy-diff.ts';
import { subjectOf } from '../../cli/subject.ts';
import { table } from '../../cli/table.ts';

describe('csv', () => {
  it.each([
    ['plain', 'plain'],
    ['a, b', '"a, b"'],
    ['say "it"', '"say ""it"""'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['a=b', 'a=b'],
    ['', ''],
  ])('writes %j as %j', (text, cell) => {
    expect(csv(['head'], [[text]])).toBe(`head\r\n${cell}\r\n`);
  });
});

describe('table', () => {
  it('makes columns as wide as what is in them, and nothing after the last', () => {
    expect(
      table(
        ['A', 'BB'],
        [
          ['long', 'x'],
          ['s', ''],
        ],
      ),
    ).toBe('A     BB\nlong  x\ns');
  });

  it('does not let a name move the cursor', () => {
    expect(table(['A'], [['a\u001b[2Jb\nc']])).toBe('A\na\u{fffd}[2Jb\u{fffd}c');
  });
});

describe('policyDiff', () => {
  it('marks what comes and goes, and leaves out long stretches that stay', () => {
    const lines = Array.from({ length: 20 }, (_one, place) => `s${place}`);
    const diff = policyDiff({ a: lines, b: 1 }, { a: lines, b: 2 });
    expect(diff.slice(-4)).toEqual(['    ],', '-   "b": 1', '+   "b": 2', '  }']);
    expect(diff[0]).toMatch(/^ {2}… \d+ lines as they are$/);
  });

  it('shows all of what was not there before', () => {
    expect(policyDiff(null, { a: 1 })).toEqual(['+ {', '+   "a": 1', '+ }']);
    expect(policyDiff({ a: 1 }, null)).toEqual(['- {', '-   "a": 1', '- }']);
  });
});

test.each([
  [`c${'0'.repeat(24)}`, { deploymentId: `c${'0'.repeat(24)}` }],
  ['1f0c9a7be2d34856', { accessId: '1f0c9a7be2d34856' }],
  ['etl-prod', { deployment: 'etl-prod' }],
])('%s is taken for %j', (text, subject) => {
  expect(subjectOf(text)).toEqual(subject);
});
