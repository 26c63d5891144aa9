import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { BREAKAGES } from '../../local/chaos/breakages.ts';

it.each(BREAKAGES)('$handling: the edits that undo it fit the code', async ({ and, ...first }) => {
  for (const { file, from } of [first, ...(and ? [and] : [])]) {
    const text = await readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
    expect(text.split(from)).toHaveLength(2);
  }
});
