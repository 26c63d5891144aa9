import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const ROOM = new URL('../../../shared/cloud/aws/', import.meta.url);
const MADE = /new \w+Client\(([^)]*)\)/g;

it('no client of the SDK is made that waits for ever', () => {
  const made = readdirSync(ROOM).flatMap((name) => {
    const text = readFileSync(new URL(name, ROOM), 'utf8');
    return [...text.matchAll(MADE)].map(([, options]) => `${name}: ${options}`);
  });
  expect(made).toHaveLength(8);
  const before = ['accounts.ts: client', 'accounts.ts: { ...client, credentials }'];
  for (const one of made)
    expect([...before, expect.stringMatching(/: IN_TIME$/)]).toContainEqual(one);
});
