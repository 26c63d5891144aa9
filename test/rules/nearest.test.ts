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

  it('needs something to choose from', () => expect(nearest('cloud', [])).toBeUndefined());
});

describe('didYouMean', () => {
  it('offers what is near, and says nothing otherwise', () => {
    expect(didYouMean('clod', KEYS)).toBe('; did you mean cloud?');
    expect(didYouMean('zzz', KEYS)).toBe('');
  });
});
