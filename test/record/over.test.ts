import { describe, expect, it } from '@jest/globals';
import type { AccessItem, Decided, DeploymentItem } from '../../shared/record/items.ts';
import { isOver, isRowOver } from '../../shared/record/over.ts';
import { HOUR } from '../../shared/runtime/clock.ts';
import { AT, access, decided, placement, TARGET, want } from './samples.ts';

const WEEK = 7 * 24 * HOUR;
const gone = { code: 'gone', text: '', advice: '' };
const head = (more: Partial<Decided> = {}): DeploymentItem => ({
  deploymentId: 'deployment-1',
  ticket: 3,
  decided: decided({ wants: [], nothing: gone, ...more }),
});
const at = (milliseconds: number) => new Date(Date.parse(AT) + milliseconds);

describe('isOver', () => {
  it.each<[string, DeploymentItem, number, boolean]>([
    ['gone for a week', head(), WEEK, true],
    ['gone for less', head(), WEEK - 1, false],
    ['gone, whatever is still being taken back', head({ leaving: [{ ...want }] }), WEEK, true],
    ['gone, while the breaker holds on to something', head({ wants: [want] }), WEEK, false],
    ['here, and given nothing', head({ nothing: { ...gone, code: 'no-rule' } }), WEEK, false],
    ['not decided', { deploymentId: 'deployment-1', ticket: 3 }, WEEK, false],
  ])('of one that is %s', (_it, item, passed, over) => {
    expect(isOver(item, at(passed))).toBe(over);
  });
});

describe('isRowOver', () => {
  const revoked = (more: Partial<AccessItem> = {}) => access({ state: 'revoked', ...more });
  it.each<[string, AccessItem, DeploymentItem | undefined, number, boolean]>([
    ['taken back a week ago', revoked(), head(), WEEK, true],
    ['taken back, of one that is forgotten', revoked(), undefined, WEEK, true],
    ['taken back later', revoked(), head(), WEEK - 1, false],
    ['with something of ours left', revoked({ placed: [placement] }), head(), WEEK, false],
    ['with something that may be put back', revoked({ taken: [placement] }), head(), WEEK, false],
    ['refused to be taken back', revoked({ state: 'refused' }), head(), WEEK, false],
    ['of one that is here', revoked(), head({ wants: [want] }), WEEK, false],
    [
      'of one that is not decided',
      revoked(),
      { deploymentId: 'deployment-1', ticket: 1 },
      WEEK,
      false,
    ],
  ])('of one %s', (_it, item, deployment, passed, over) => {
    expect(item.targetKey).toBe(TARGET);
    expect(isRowOver(item, deployment, at(passed))).toBe(over);
  });
});
