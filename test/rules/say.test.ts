import { describe, expect, it } from '@jest/globals';
import type { Rule } from '../../shared/rules/access-rules.ts';
import { channelOf, sayOver } from '../../shared/rules/say.ts';
import { deployment, rulesWith } from './sample.ts';

const rule = (name: string, more: Partial<Rule> = {}): Rule => ({
  name,
  when: { deployment: 'etl-*' },
  mode: 'approve',
  approval: 'slack',
  reach: ['lake'],
  ...more,
});

const rules = (...rules: readonly Rule[]) => ({ ...rulesWith(), rules });

const ELSEWHERE = { when: { deployment: 'other-*' } };

describe('sayOver', () => {
  it.each<[string, readonly Rule[], readonly string[], string]>([
    ['the file’s approvers', [rule('one')], ['S0PLATFORM'], 'slack'],
    ['those of its rule', [rule('one', { approvers: ['U1'] })], ['U1'], 'slack'],
    ['nobody, where its rule says so', [rule('one', { approvers: [] })], [], 'slack'],
    [
      'those of the strictest rule, wherever it stands',
      [rule('one', { mode: 'apply', approvers: ['U1'] }), rule('two', { approvers: ['U2'] })],
      ['U2'],
      'slack',
    ],
    [
      'the file’s, where the strictest rule names none',
      [rule('one', { mode: 'apply', approvers: ['U1'] }), rule('two')],
      ['S0PLATFORM'],
      'slack',
    ],
    [
      'the first of equals',
      [rule('one', { approvers: ['U1'] }), rule('two', { approvers: ['U2'] })],
      ['U1'],
      'slack',
    ],
    [
      'not those of a rule that reaches something else',
      [rule('one', { mode: 'preview', approvers: ['U1'], reach: ['redshift'] }), rule('two')],
      ['S0PLATFORM'],
      'slack',
    ],
    [
      'not those of a rule for others',
      [rule('one', { ...ELSEWHERE, approvers: ['U1'], approval: 'cli' }), rule('two')],
      ['S0PLATFORM'],
      'slack',
    ],
    [
      'the command line alone, if one of its rules wants it',
      [rule('one'), rule('two', { mode: 'apply', approval: 'cli' })],
      ['S0PLATFORM'],
      'cli',
    ],
    ['the file’s approvers over what no rule gives', [], ['S0PLATFORM'], 'slack'],
  ])('names %s', (_it, given, approvers, approval) => {
    expect(sayOver(deployment(), 'lake', rules(...given))).toEqual({ approvers, approval });
  });
});

describe('channelOf', () => {
  it.each<[string, readonly Rule[], string]>([
    ['the file’s where no rule names one', [rule('one')], 'C0123456789'],
    ['the file’s where no rule matches', [rule('one', ELSEWHERE)], 'C0123456789'],
    [
      'that of the first matching rule that names one',
      [
        rule('one', { ...ELSEWHERE, channel: 'C0OTHERS00' }),
        rule('two'),
        rule('three', { channel: 'C0THREE000' }),
        rule('four', { channel: 'C0FOUR0000' }),
      ],
      'C0THREE000',
    ],
  ])('is %s', (_it, given, channel) => {
    expect(channelOf(deployment(), rules(...given))).toBe(channel);
  });
});
