import { describe, expect, it } from '@jest/globals';
import { byUrgency, standingOf } from '../../shared/slack/standing.ts';
import { emojiOf, stateOf } from '../../shared/slack/state.ts';
import type { AccessView } from '../../shared/slack/view.ts';
import { access, view } from './views.ts';

const because = (code: string) => ({ code, text: 'So.', advice: 'Do.' });
const granted = access();
const refused = access({ state: 'refused', reason: because('quota') });
const waiting = access({ state: 'waiting', reason: because('identity-not-visible') });
const pending = access({ state: 'pending' });
const revoked = access({ state: 'revoked' });
const ending = access({ until: '2026-03-07T14:02:11.000Z', reason: because('ending') });
const heldInPlace = access({ until: '2026-03-07T14:02:11.000Z', reason: because('held') });
const lapsed = access({ state: 'refused', reason: because('approval-lapsed') });
const asked = (code: string) => access({ state: 'waiting', reason: because(code) });

describe('standingOf', () => {
  it.each<[string, AccessView]>([
    ['granted', granted],
    ['refused', refused],
    ['refused', access({ state: 'refused', reason: because('denied') })],
    ['lapsed', lapsed],
    ['waiting', waiting],
    ['waiting', pending],
    ['waiting', asked('granted')],
    ['approval', asked('approval')],
    ['preview', asked('preview')],
    ['held', asked('held')],
    ['denied', asked('denied')],
    ['revoked', revoked],
  ])('is %s', (standing, one) => expect(standingOf(one)).toBe(standing));
});

describe('stateOf and emojiOf', () => {
  it.each<[string, readonly AccessView[]]>([
    ['🟢 2 of 2 ready', [granted, granted]],
    ['🟢 1 of 1 ready, 1 taken back', [granted, revoked]],
    ['🟢 1 of 2 ready, 1 held', [granted, asked('held')]],
    ['🟠 2 of 2 ready, 1 of them ends soon', [granted, ending]],
    ['🟡 2 of 3 ready, 1 waiting, 2 of them end soon', [ending, ending, pending]],
    ['🟢 1 of 1 ready, 1 of them held', [heldInPlace]],
    ['🟡 waiting, nothing for you to do', [waiting, pending]],
    ['🟡 1 of 2 ready, 1 waiting', [granted, waiting]],
    ['🔴 refused, a person must act', [refused]],
    [
      '🔴 1 of 4 ready, 1 refused, 1 to approve, 1 waiting',
      [granted, asked('approval'), waiting, refused],
    ],
    ['🔵 approval needed', [asked('approval')]],
    ['🔵 1 to approve, 1 waiting', [waiting, asked('approval')]],
    ['⚪ preview, nothing is written', [asked('preview')]],
    ['⚪ held', [asked('held')]],
    ['⚪ not approved in time', [lapsed]],
    ['🟢 1 of 2 ready, 1 not approved', [granted, lapsed]],
    ['⚪ denied', [asked('denied')]],
    ['⚪ access taken back', [revoked]],
    ['⚪ gets no access', []],
  ])('say %s', (said, accesses) => {
    expect(`${emojiOf(view(accesses))} ${stateOf(view(accesses))}`).toBe(said);
  });
});

describe('byUrgency', () => {
  it('puts first what somebody must act on, and keeps the order of the rules otherwise', () => {
    const first = access({ target: 'a' });
    const second = access({ target: 'b' });
    expect(byUrgency([first, second, waiting, refused])).toEqual([refused, waiting, first, second]);
  });
});
