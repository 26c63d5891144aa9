import { describe, expect, it } from '@jest/globals';
import type { BaselineCounts } from '../../../shared/record/baseline.ts';
import type { AccessItem, DeploymentItem } from '../../../shared/record/items.ts';
import { countBaseline, isSettled } from '../../../shared/stories/sweep/baseline-counts.ts';
import { AT, access, decided, placement, want } from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';
import { problem } from '../findings.ts';

const NOTHING: BaselineCounts = {
  deployments: 1,
  undecided: 0,
  noRule: 0,
  nothing: 0,
  byHand: 0,
  granted: 0,
  wouldGain: 0,
  toApprove: 0,
  refused: 0,
  waiting: 0,
};

const head = (more: Partial<DeploymentItem>): DeploymentItem => ({
  deploymentId: 'deployment-1',
  ticket: 1,
  ...more,
});

/** What is counted of one Deployment with one access, whose row is like this. */
async function counted(row: Partial<AccessItem> | undefined): Promise<BaselineCounts> {
  const { record } = openEngine();
  if (row !== undefined) await record.accesses.create(access(row), AT);
  return countBaseline(1, [head({ decided: decided({ wants: [want] }) })], record);
}

describe('countBaseline', () => {
  const there = { at: AT, diff: 'Nothing would change: it is there already.' };
  const changes = { at: AT, diff: '+ it' };
  it.each<[string, Partial<AccessItem> | undefined, keyof BaselineCounts | undefined]>([
    ['what we placed', { state: 'granted', placed: [placement] }, 'granted'],
    ['what is there by hand', { state: 'granted', placed: [placement], byHand: true }, 'byHand'],
    ['what is there, and not by us', { state: 'granted' }, 'byHand'],
    ['what is refused', { state: 'refused', reason: problem('approval') }, 'refused'],
    ['what a preview gives', { state: 'waiting', reason: problem('preview') }, 'wouldGain'],
    [
      'what a preview would change',
      { state: 'waiting', reason: problem('preview'), proposal: changes },
      'wouldGain',
    ],
    [
      'what a preview finds there',
      { state: 'waiting', reason: problem('preview'), proposal: there },
      'byHand',
    ],
    ['what waits for an approval', { state: 'waiting', reason: problem('approval') }, 'toApprove'],
    [
      'what waits for an approval and is there',
      { state: 'waiting', reason: problem('approval'), proposal: there },
      'byHand',
    ],
    ['what is held', { state: 'waiting', reason: problem('held') }, undefined],
    ['what is taken back', { state: 'revoked', reason: problem('denied') }, undefined],
    ['what waits for the cloud', { state: 'waiting', reason: problem('not-seen') }, 'waiting'],
    ['what nobody has looked at', { state: 'pending' }, 'waiting'],
    ['what has no row yet', undefined, 'waiting'],
  ])('counts %s', async (_it, row, counts) => {
    expect(await counted(row)).toEqual({ ...NOTHING, ...(counts && { [counts]: 1 }) });
  });

  it.each<[string, DeploymentItem, keyof BaselineCounts]>([
    ['that is not decided', head({}), 'undecided'],
    [
      'without a rule',
      head({ decided: decided({ wants: [], nothing: problem('no-rule') }) }),
      'noRule',
    ],
    [
      'that can get nothing',
      head({ decided: decided({ wants: [], nothing: problem('identity-absent') }) }),
      'nothing',
    ],
    [
      'that gets nothing, and nobody says why',
      head({ decided: decided({ wants: [] }) }),
      'nothing',
    ],
  ])('counts a Deployment %s', async (_it, item, counts) => {
    const { record } = openEngine();
    expect(await countBaseline(1, [item], record)).toEqual({ ...NOTHING, [counts]: 1 });
  });
});

describe('isSettled', () => {
  it.each([
    ['nothing waits', {}, true],
    ['a person is waited for', { toApprove: 1, refused: 1 }, true],
    ['one is not decided', { undecided: 1 }, false],
    ['an access waits', { waiting: 1 }, false],
  ])('where %s', (_it, more, settled) => {
    expect(isSettled({ ...NOTHING, ...more })).toBe(settled);
  });
});
