import { describe, expect, it } from '@jest/globals';
import type { AccessItem } from '../../../shared/record/items.ts';
import { tellsTheSame } from '../../../shared/stories/grant-access/tells-the-same.ts';
import { access, LATER, placement } from '../../record/samples.ts';
import { problem } from '../findings.ts';

const BEFORE = access({
  state: 'granted',
  answers: 'an order',
  reason: problem('held'),
  byHand: false,
  notices: [problem('one'), problem('two')],
});

describe('tellsTheSame', () => {
  it.each<[string, Partial<AccessItem>]>([
    ['another state', { state: 'refused' }],
    ['another reason', { reason: problem('kept') }],
    ['another order that it answers', { answers: 'another order' }],
    ['that it is there by hand', { byHand: true }],
    ['another notice', { notices: [problem('one'), problem('three')] }],
    ['a notice less', { notices: [problem('one')] }],
    ['no notices', { notices: [] }],
  ])('sees %s', (_it, change) => {
    expect(tellsTheSame(BEFORE, { ...BEFORE, ...change })).toBe(false);
    expect(tellsTheSame({ ...BEFORE, ...change }, BEFORE)).toBe(false);
  });

  it.each(['reason', 'answers', 'notices'] as const)(
    'sees that there is no %s any more',
    (field) => {
      const { [field]: _, ...without } = BEFORE;
      expect(tellsTheSame(BEFORE, without)).toBe(false);
      expect(tellsTheSame(without, BEFORE)).toBe(false);
      expect(tellsTheSame(without, { ...without })).toBe(true);
    },
  );

  it.each<[string, Partial<AccessItem>]>([
    ['what was placed', { placed: [placement] }],
    ['how long it waits', { waits: { count: 2, since: LATER } }],
    ['our own writes', { wrote: { at: LATER, what: 'adding' } }],
    ['the words of a reason', { reason: { ...problem('held'), text: 'In other words.' } }],
    ['the words of a notice', { notices: [problem('one'), { ...problem('two'), advice: '' }] }],
  ])('sees no difference in %s', (_it, change) => {
    expect(tellsTheSame(BEFORE, { ...BEFORE, ...change })).toBe(true);
  });

  it('takes no notices for none, and nothing said for not by hand', () => {
    const { byHand: _b, notices: _n, ...without } = BEFORE;
    expect(tellsTheSame(without, { ...without, byHand: false, notices: [] })).toBe(true);
  });
});
