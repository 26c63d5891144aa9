import { describe, expect, it } from '@jest/globals';
import type { AccessItem, AccessPlace, Decided, Want } from '../../../shared/record/items.ts';
import { orderDigest } from '../../../shared/record/order.ts';
import { leavingOf, unsettledOf } from '../../../shared/stories/decide-access/unsettled.ts';
import { AT, access, decided, LATER, placement, TARGET, want } from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';
import { GRANT, NOW, problem } from '../findings.ts';

const place = (accessId: string, targetKey = TARGET): AccessPlace => ({ accessId, targetKey });
const SETTLED: Partial<AccessItem> = { state: 'granted', answers: orderDigest(GRANT) };
const LEFT: Partial<AccessItem> = {
  state: 'revoked',
  placed: [placement],
  notices: [problem('role-left')],
};
const STUCK: Partial<AccessItem> = { state: 'refused', placed: [placement] };

/** How the access stands whose row is so. */
async function standing(row: Partial<AccessItem>, due: string, held = false) {
  const { record } = openEngine();
  await record.accesses.create(access(row), due);
  await record.accesses.create(access({ ...row, accessId: 'another' }), due);
  if (held) {
    const decision = { verdict: 'held', by: 'jane', at: AT, placement: '' } as const;
    await record.decisions.write({ accessId: 'access-1', ...decision });
  }
  const head = { deploymentId: 'deployment-1', ticket: 1, decided: decided() };
  const places = [place('access-1'), place('has-no-row')];
  const { open, placed } = await unsettledOf(head, places, record, NOW);
  return { open, placed };
}

describe('unsettledOf', () => {
  const ONE = [{ accessId: 'access-1', targetKey: TARGET }];

  it.each<[string, Partial<AccessItem>, string, boolean, object]>([
    ['is open as it was made', {}, LATER, false, { open: ONE, placed: [] }],
    ['is settled as it is ordered', SETTLED, LATER, false, { open: [], placed: [] }],
    ['is open when it is due', SETTLED, AT, false, { open: ONE, placed: [] }],
    ['is open when somebody decided', SETTLED, LATER, true, { open: ONE, placed: [] }],
    [
      'is in place where a role is left',
      { ...SETTLED, ...LEFT },
      LATER,
      false,
      { open: [], placed: ONE },
    ],
    [
      'is in place where taking it back was refused',
      { ...SETTLED, ...STUCK },
      LATER,
      false,
      { open: [], placed: ONE },
    ],
    [
      'is open while it may be put back',
      { ...SETTLED, taken: [placement] },
      LATER,
      false,
      { open: ONE, placed: [] },
    ],
    ['is both', LEFT, LATER, false, { open: ONE, placed: ONE }],
  ])('an access %s', async (_it, row, due, held, expected) => {
    expect(await standing(row, due, held)).toEqual(expected);
  });
});

describe('leavingOf', () => {
  const wants = (...ids: readonly string[]): readonly Want[] =>
    ids.map((accessId) => ({ ...want, accessId }));
  const wanting = (...ids: readonly string[]): Decided => decided({ wants: wants(...ids) });

  it.each<[string, Decided | undefined, Decided, readonly AccessPlace[]]>([
    ['what was wanted and is not any more', wanting('one', 'two'), wanting('two'), [place('one')]],
    [
      'what was leaving before',
      decided({ wants: [], leaving: [place('one')] }),
      wanting(),
      [place('one')],
    ],
    [
      'each once',
      decided({ wants: wants('one'), leaving: [place('one')] }),
      wanting(),
      [place('one')],
    ],
    [
      'not what is wanted again',
      decided({ wants: [], leaving: [place('one')] }),
      wanting('one'),
      [],
    ],
    ['nothing of one that is new', undefined, wanting('one'), []],
  ])('has in mind %s', (_it, before, now, expected) => {
    expect(leavingOf(before, now)).toEqual(expected);
  });
});
