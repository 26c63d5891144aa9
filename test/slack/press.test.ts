import { describe, expect, it } from '@jest/globals';
import {
  deploymentOfPress,
  type Press,
  parsePress,
  pressed,
  VERBS,
} from '../../shared/slack/press.ts';

const PRESS: Press = {
  verb: 'approve',
  deploymentId: 'clmh57jtm000008lb58fe2wmv',
  accessId: '1f0c9a7be2d34856',
  revision: '0123456789abcdef',
};
const through = (press: Press) => {
  const { action_id, value } = pressed(press);
  return parsePress(action_id, value);
};

describe('parsePress', () => {
  it.each(VERBS)('reads what a button to %s carries', (verb) => {
    expect(through({ ...PRESS, verb })).toEqual({ ...PRESS, verb });
  });

  it('reads a press on all of a Deployment', () => {
    const { accessId: _, ...all } = PRESS;
    expect(through(all)).toEqual(all);
  });

  it.each([
    ['a verb of another version', 'extend', pressed(PRESS).value],
    ['no JSON', 'approve', 'approve:clmh'],
    ['no object', 'approve', '["clmh"]'],
    ['no Deployment', 'approve', '{"r":"0123"}'],
    ['no revision', 'approve', '{"d":"clmh"}'],
    ['an empty Deployment', 'approve', '{"d":"","r":"0123"}'],
    ['a Deployment without end', 'approve', `{"d":"${'c'.repeat(101)}","r":"0123"}`],
    ['a field of another version', 'approve', '{"d":"clmh","r":"0123","u":"4h"}'],
  ])('knows no button with %s', (_what, actionId, value) => {
    expect(parsePress(actionId, value)).toBeUndefined();
  });
});

describe('deploymentOfPress', () => {
  it.each([
    ['{"d":"clmh","r":"0123","u":"4h"}', 'clmh'],
    ['{"d":"clmh"}', 'clmh'],
    ['{"d":7}', undefined],
    ['approve:clmh', undefined],
  ])('finds in %s: %s', (value, deploymentId) => {
    expect(deploymentOfPress(value)).toBe(deploymentId);
  });
});
