import { describe, expect, it } from '@jest/globals';
import { read } from './codes.ts';

const guide = read('docs/security.md');
const claims = [...guide.matchAll(/\[([^\]]+)\]\(\.\.\/(test\/[^)]+\.test\.ts)\)/g)].map(
  ([, sentence = '', file = '']) => ({ sentence, file }),
);

describe('docs/security.md', () => {
  it('has a test for every answer', () => {
    const [, answers = ''] = guide.split('| held by |\n');
    const rows = answers.split('\n\n')[0]?.split('\n').slice(1) ?? [];
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => !row.includes('](../test/'))).toEqual([]);
  });

  it.each(claims)('names a test that is there: $sentence', ({ sentence, file }) => {
    expect(read(file)).toContain(sentence);
  });
});
