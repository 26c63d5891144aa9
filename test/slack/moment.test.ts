import { describe, expect, it } from '@jest/globals';
import { moment } from '../../shared/slack/moment.ts';

describe('moment', () => {
  it.each([
    ['second', '<!date^1772805731^{time_secs}|14:02:11 UTC>'],
    ['minute', '<!date^1772805731^{time}|14:02 UTC>'],
    ['day', '<!date^1772805731^{date_short_pretty} {time}|2026-03-06 14:02 UTC>'],
  ] as const)('tells the %s in the time zone of the reader', (precision, text) => {
    expect(moment('2026-03-06T14:02:11.500Z', precision)).toBe(text);
  });

  it('shows what is no moment as it is', () =>
    expect(moment('<soon>', 'day')).toBe('&lt;soon&gt;'));
});
