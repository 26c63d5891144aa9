import { describe, expect, it } from '@jest/globals';
import { didYouMean, nearest } from '../../shared/rules/nearest.ts';

const KEYS = ['workspaceId', 'workspace', 'deployment', 'clusterId', 'cloud'];

describe('nearest', () => {
  it.each([
    ['workspaceid', 'workspaceId'],
    ['workspace_id', 'workspaceId'],
    ['worksapce', 'workspace'],
    ['deploymet', 'deployment'],
    ['deployments', 'deployment'],
    ['clod', 'cloud'],
    ['cluod', 'cloud'],
    ['region', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
  ])('%.20s: %s', (word, meant) => expect(nearest(word, KEYS)).toBe(meant));

  it('takes two letters that changed places for one mistake', () => {
    expect(nearest('cluod', ['clud', 'cloud'])).toBe('clud');
    expect(nearest('cluod', ['cloud', 'clud'])).toBe('cloud');
  });

  it('takes every third letter for a mistake at the most', () => {
    expect(nearest('abcdxy', ['abcdef'])).toBe('abcdef');
    expect(nearest('abcxyz', ['abcdef'])).toBeUndefined();
  });

  it.each(['C-L-O-U-D', 'c_l_o_u_d'])('sees no difference in how %s is written', (word) => {
    expect(nearest(word, KEYS)).toBe('cloud');
  });

  it('compares the beginnings alone of what is long', () => {
    const [one, other] = ['b', 'c'].map((letter) => `${'a'.repeat(64)}${letter.repeat(64)}`);
    expect(nearest(one ?? '', [other ?? ''])).toBe(other);
  });

  it('needs something to choose from', () => expect(nearest('cloud', [])).toBeUndefined());
});

describe('didYouMean', () => {
  it('offers what is near, and says nothing otherwise', () => {
    expect(didYouMean('clod', KEYS)).toBe('; did you mean cloud?');
    expect(didYouMean('zzz', KEYS)).toBe('');
  });
});
