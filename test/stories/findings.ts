import type { Problem } from '../../shared/policy/plan.ts';
import type { AccessItem, Want } from '../../shared/record/items.ts';
import { claimOf, type Order } from '../../shared/record/order.ts';
import type { Finding } from '../../shared/stories/grant-access/row-after.ts';
import type { Situation } from '../../shared/stories/grant-access/situation.ts';
import { access, want } from '../record/samples.ts';

/** Five seconds after everything of the samples. */
export const NOW = new Date('2026-03-01T12:00:05.000Z');

/** So many milliseconds before now. */
export function ago(milliseconds: number): string {
  return new Date(NOW.getTime() - milliseconds).toISOString();
}

export function inA(milliseconds: number): string {
  return ago(-milliseconds);
}

export function problem(code: string): Problem {
  return { code, text: `It is ${code}.`, advice: 'Nothing to do.' };
}

export const GRANT = { kind: 'grant', want } as const;
export const WITHDRAW = { kind: 'withdraw', why: problem('unwanted') } as const;
/** What a record that lost a Deployment orders. */
export const LOST = { kind: 'keep', why: problem('record-incomplete') } as const;

export function keep(code: string, more: Partial<Want> = {}) {
  return { kind: 'keep', want: { ...want, ...more }, why: problem(code) } as const;
}

/** The same, for another specification. */
export const ELSEWHERE = {
  ...want,
  specification: { kind: 'awsSharedRole', role: 'arn:aws:iam::999988887777:role/another' },
} as const;

export function situationOf(
  order: Order,
  row: Partial<AccessItem> = {},
  more: { readonly barred?: boolean; readonly resting?: boolean; readonly due?: string } = {},
): Situation {
  const item = access(row);
  const { barred = false, resting = false, due } = more;
  const claim = claimOf(item, order, barred || resting);
  return {
    access: { item, version: 1, ...(due !== undefined && { due }) },
    order,
    claim,
    unsettled: true,
    unconfirmed: false,
    resting,
    over: false,
  };
}

type Rest = Partial<Omit<Finding, 'situation'>>;

/** Of a policy that has it, in a pass that wrote nothing, where nothing else is said. */
export function findingOf(order: Order, row: Partial<AccessItem> = {}, rest: Rest = {}): Finding {
  return {
    situation: situationOf(order, row, { barred: rest.barred !== undefined }),
    standing: { kind: 'present' },
    barred: undefined,
    written: false,
    notices: [],
    now: NOW,
    ...rest,
  };
}
