import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { editsOf } from '../../local/bites/breakage.ts';
import { BREAKAGES } from '../../local/bites/breakages.ts';

const textOf = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

describe.each(BREAKAGES)('$handling', (breakage) => {
  it('is undone by edits that fit the code', async () => {
    for (const { file, from, to } of editsOf(breakage)) {
      expect((await textOf(file)).split(from)).toHaveLength(2);
      expect(to).not.toBe(from);
    }
  });

  it('is held by a test that is there', async () => {
    expect(await textOf(`test/${breakage.heldBy}.test.ts`)).toContain('@jest/globals');
  });
});

it('says of each only once what it does', () => {
  const handlings = BREAKAGES.map(({ handling }) => handling);
  expect(new Set(handlings).size).toBe(handlings.length);
});
