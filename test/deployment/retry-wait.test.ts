import { describe, expect, it } from '@jest/globals';
import { askedWait } from '../../shared/deployment/retry-wait.ts';
import { HOUR, SECOND } from '../../shared/runtime/clock.ts';

const NOW = new Date('2026-03-06T14:00:00.000Z');

describe('what Retry-After asks for', () => {
  it.each([
    ['nothing', undefined, 0],
    ['seconds', '7', 7 * SECOND],
    ['no wait', '0', 0],
    ['a date', 'Fri, 06 Mar 2026 14:00:30 GMT', 30 * SECOND],
    ['a date that is past', 'Fri, 06 Mar 2026 13:00:00 GMT', 0],
    ['what is neither', 'soon', 0],
    ['more than a day', '99999999999999999999', 24 * HOUR],
    ['a date far away', 'Fri, 06 Mar 9999 14:00:00 GMT', 24 * HOUR],
  ])('is %s', (_it, asked, wait) => {
    expect(askedWait(asked, NOW)).toBe(wait);
  });
});
