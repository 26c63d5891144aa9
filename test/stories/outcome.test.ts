import { describe, expect, it } from '@jest/globals';
import type { Standing } from '../../shared/policy/plan.ts';
import type { AccessItem } from '../../shared/record/items.ts';
import { claimOf, type Order } from '../../shared/record/order.ts';
import { outcome } from '../../shared/stories/outcome.ts';
import { AT, access, placement, want } from '../record/samples.ts';

const NOW = new Date('2026-03-01T12:00:05.000Z');
const UNWANTED = { code: 'unwanted', text: 'Nobody wants it.', advice: 'Nothing to do.' };
const WITHDRAW: Order = { kind: 'withdraw', why: UNWANTED };
const GRANT: Order = { kind: 'grant', want };

type Wrote = NonNullable<AccessItem['wrote']>['what'];

/** What became of an access that we wrote five seconds ago, in this pass or in an earlier one. */
function became(what: Wrote, written: boolean, order: Order, standing: Standing) {
  const item = access({ placed: [placement], state: 'granted', wrote: { at: AT, what } });
  const claim = claimOf(item, order, false);
  const situation = { access: { item, version: 1 }, order, claim, unsettled: true };
  const nothing = { barred: undefined, drift: undefined, proposal: undefined, notices: [] };
  const found = outcome({ situation, standing, written, now: NOW, ...nothing });
  return { state: found?.item.state, placed: found?.item.placed.length, due: found?.due };
}

const A_MINUTE_ON = '2026-03-01T12:01:00.000Z';
const UNDECIDED = { state: 'granted', placed: 1, due: A_MINUTE_ON };

describe('outcome', () => {
  it.each([
    ['in this pass', true],
    ['in an earlier one', false],
  ])(
    'does not believe that it is absent, to be taken back, after we added it %s',
    (_it, written) => {
      expect(became('adding', written, WITHDRAW, { kind: 'absent' })).toEqual(UNDECIDED);
    },
  );

  it('does not believe that it is there after we took it in an earlier pass', () => {
    expect(became('removing', false, WITHDRAW, { kind: 'present' })).toEqual(UNDECIDED);
  });

  it('takes back what is absent after we took it', () => {
    const taken = became('removing', true, WITHDRAW, { kind: 'absent' });
    expect(taken).toMatchObject({ state: 'revoked', placed: 0 });
  });

  it('says that it is not applied where it is absent, and wanted', () => {
    expect(became('adding', true, GRANT, { kind: 'absent' })).toMatchObject({ state: 'refused' });
  });
});
