import { describe, expect, it } from '@jest/globals';
import { codes, events, firstCells, read } from './codes.ts';

const operations = read('docs/operations.md');
const [, logEvents = ''] = operations.split(/^## Log events$/m);
const [, reasons = ''] = operations.split(/^## Reasons$/m);
/** What stands in `disposed` for an error that nobody foresaw. */
const UNFORESEEN = 'unexpected';

describe('docs/operations.md', () => {
  it('explains every code that the product can give', () => {
    expect(codes().filter((code) => !firstCells(reasons).includes(code))).toEqual([]);
  });

  it('explains no code that there is not, and none twice', () => {
    expect(firstCells(reasons).toSorted()).toEqual([...codes(), UNFORESEEN].toSorted());
  });

  it('explains every line of the log, and no other', () => {
    const [lines = ''] = logEvents.split(/^## /m);
    expect(firstCells(lines).toSorted()).toEqual(events().toSorted());
  });
});

describe('the search for codes', () => {
  it.each([
    ['a constant', 'no-rule'],
    ['an error of its own', 'astro-denied'],
    ['one of two kinds of refusal', 'domain-restricted'],
    ['a refusal on one line', 'unmodifiable'],
    ['a refusal on several', 'access-denied'],
  ])('finds that of %s', (_what, code) => expect(codes()).toContain(code));
});
