import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { BREAKAGES } from '../../local/chaos/breakages.ts';

it.each(BREAKAGES)('$handling: the edit that undoes it fits the code', async ({ file, from }) => {
  const text = await readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
  expect(text.split(from)).toHaveLength(2);
});
