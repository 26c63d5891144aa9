import { describe, expect, it } from '@jest/globals';
import { roleLeftBy } from '../../../shared/stories/grant-access/role-left.ts';
import { access } from '../../record/samples.ts';
import { problem } from '../findings.ts';

const LEFT = problem('role-left');

describe('roleLeftBy', () => {
  it.each([
    ['what is said of it', { state: 'revoked', notices: [problem('other'), LEFT] }, LEFT],
    ['nothing where none is left', { state: 'revoked', notices: [problem('other')] }, undefined],
    ['nothing where nothing is noted', { state: 'revoked' }, undefined],
    ['nothing of one that is given again', { state: 'granted', notices: [LEFT] }, undefined],
  ] as const)('is %s', (_it, row, expected) => {
    expect(roleLeftBy(access(row))).toEqual(expected);
  });
});
