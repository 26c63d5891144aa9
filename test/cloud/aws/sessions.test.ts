import { IAMClient } from '@aws-sdk/client-iam';
import { describe, expect, it } from '@jest/globals';
import { keptSessions } from '../../../shared/cloud/aws/sessions.ts';
import { type Clock, MINUTE, systemClock } from '../../../shared/runtime/clock.ts';

function open() {
  let now = 0;
  const clock: Clock = { ...systemClock, now: () => new Date(now) };
  const made: string[] = [];
  const sessions = keptSessions(clock);
  let end = () => {};
  return {
    made,
    end: () => end(),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    use: (session: string) =>
      sessions(session, (over) => {
        made.push(session);
        end = over;
        return new IAMClient({ region: 'eu-west-1' });
      }),
  };
}

describe('keptSessions', () => {
  it('has one client for each session', () => {
    const { use, made } = open();
    expect(use('a')).toBe(use('a'));
    expect(use('b')).not.toBe(use('a'));
    expect(made).toEqual(['a', 'b']);
  });

  it('makes another well before the hour that STS gives is over, however often it was used', () => {
    const { use, made, pass } = open();
    for (let time = 0; time < 4; time += 1) {
      use('a');
      pass(15 * MINUTE);
    }
    expect(made).toEqual(['a', 'a']);
  });

  it('makes another where the session has ended before its time', () => {
    const { use, made, end } = open();
    for (const session of ['b', 'a']) use(session);
    end();
    for (const session of ['a', 'b']) use(session);
    expect(made).toEqual(['b', 'a', 'a']);
  });

  it('forgets the one of fifty that was used the longest ago', () => {
    const { use, made } = open();
    const names = Array.from({ length: 49 }, (_, place) => `s${place}`);
    for (const session of ['a', 'b', ...names.slice(1), 'a', 'c']) use(session);
    made.length = 0;
    for (const session of ['a', 'c', ...names.slice(1)]) use(session);
    expect(made).toEqual([]);
    use('b');
    expect(made).toEqual(['b']);
  });
});
