import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../../../shared/runtime/clock.ts';
import { nextCheck } from '../../../shared/stories/grant-access/check-schedule.ts';
import { NOW } from '../findings.ts';

const KEYS = ['aws-shared-role/one', 'gcp-project/two', 'gcp-bucket/three'];
/** Every ten minutes of a day. */
const MOMENTS = Array.from(
  { length: 144 },
  (_, place) => new Date(NOW.getTime() + place * 10 * MINUTE),
);
const waits = (key: string) => MOMENTS.map((at) => Date.parse(nextCheck(key, at)) - at.getTime());

describe('nextCheck', () => {
  it.each(KEYS)('comes in an hour at the soonest, and in seven at the latest: %s', (key) => {
    expect(Math.min(...waits(key))).toBeGreaterThanOrEqual(HOUR);
    expect(Math.min(...waits(key))).toBeLessThan(HOUR + 10 * MINUTE);
    expect(Math.max(...waits(key))).toBeLessThan(7 * HOUR);
    expect(Math.max(...waits(key))).toBeGreaterThanOrEqual(7 * HOUR - 10 * MINUTE);
  });

  it.each(KEYS)('comes at the same moment of every six hours: %s', (key) => {
    const checks = new Set(MOMENTS.map((at) => nextCheck(key, at)));
    const apart = [...checks].map((at) => Date.parse(at) % (6 * HOUR));
    expect(new Set(apart).size).toBe(1);
  });

  it('is not the same for all targets', () => {
    expect(new Set(KEYS.map((key) => nextCheck(key, NOW))).size).toBe(KEYS.length);
  });

  it('comes after an hour exactly where that is when it is due', () => {
    const [key = ''] = KEYS;
    const due = nextCheck(key, NOW);
    const before = new Date(Date.parse(due) - HOUR);
    expect(nextCheck(key, before)).toBe(due);
    const later = new Date(Date.parse(due) - HOUR + 1);
    expect(nextCheck(key, later)).toBe(new Date(Date.parse(due) + 6 * HOUR).toISOString());
  });
});
