import type { Decided } from '../../record/items.ts';
import { counted } from '../../runtime/counted.ts';
import type { OperateTools } from '../operate.ts';
import type { Page } from './operate-order.ts';
import { type Reach, readReach } from './reach.ts';

/** Who can reach what, since when and by which right; and who cannot, and why. */
export interface Report {
  readonly installation: string;
  readonly cloud: 'aws' | 'gcp';
  readonly at: string;
  readonly rows: readonly Reach[];
  /** All Deployments of the installation, on whichever page. */
  readonly deployments: number;
  /** Ask again with `after` for the rest; absent on the last page. */
  readonly next?: string;
}

/** Deployments on a page, and rows, of about a kilobyte each: Lambda answers with at most 6 MB. */
const PAGE = 500;
const ROWS = 3_000;

export async function report(
  { after = '', limit = PAGE }: Page,
  { record, rules, cloud, clock }: Pick<OperateTools, 'record' | 'rules' | 'cloud' | 'clock'>,
): Promise<Report> {
  const heads = (await record.deployments.list()).flatMap(({ item }) => item.decided ?? []);
  const ordered = heads.toSorted((a, b) => (a.deployment.id < b.deployment.id ? -1 : 1));
  const rest = ordered.filter(({ deployment }) => deployment.id > after);
  const page = rest.slice(0, fitting(rest, limit));
  const last = page.at(-1)?.deployment.id;
  return {
    installation: rules().installation,
    cloud,
    at: clock.now().toISOString(),
    rows: await readReach(page, record),
    deployments: heads.length,
    ...(rest.length > page.length && last && { next: last }),
  };
}

/** How many of them are a page; one at the least, however much it has. */
function fitting(heads: readonly Decided[], limit: number): number {
  let rows = 0;
  const over = heads.slice(0, limit).findIndex(({ wants }) => {
    rows += Math.max(1, wants.length);
    return rows > ROWS;
  });
  return over < 0 ? limit : Math.max(1, over);
}

export function reportSentence({ rows, next }: Report): string {
  const there = rows.filter(({ reaches }) => reaches === 'yes').length;
  const more = next === undefined ? '' : ' There is more: ask again with "after".';
  const not = counted(rows.length - there, 'is', 'are');
  return `${counted(there, 'access is', 'accesses are')} there, ${not} not.${more}`;
}
