import type { Fault } from '../faults.ts';
import { type Answer, json } from '../server.ts';
import type { RawDeployment } from './raw-deployment.ts';

/** How a list may be wrong though it is answered with 200. */
export const LIST_FAULTS = [
  // Half of the page's rows are left out.
  'short-page',
  // No rows and a total of none.
  'empty',
  'total-too-high',
  // The page begins with the last row of the page before: a row that moved, as it were.
  'repeated-row',
  // The page begins one row too late.
  'skipped-row',
  // The first row is not a Deployment but for its id.
  'malformed-row',
  // The first row has not even an id.
  'nameless-row',
] as const;
export type ListFault = (typeof LIST_FAULTS)[number];

/** The fault to inject for it. */
export function listFault(code: ListFault, times = 1): Fault {
  return { operation: 'ListDeployments', status: 200, code, message: '', times };
}

/** A page of the list, sorted and filtered as Astro does it. */
export function listDeployments(
  all: readonly RawDeployment[],
  query: URLSearchParams,
  fault: Fault | undefined,
): Answer {
  const limit = Math.min(Number(query.get('limit') ?? 20), 1_000);
  const offset = Number(query.get('offset') ?? 0);
  const found = sorted(filtered(all, query), query.get('sorts') ?? 'name:asc');
  const shift = fault?.code === 'repeated-row' ? -1 : fault?.code === 'skipped-row' ? 1 : 0;
  const start = Math.max(0, offset + shift);
  const rows = found.slice(start, start + limit);
  const { deployments, totalCount } = spoilt(rows, found.length, fault?.code);
  return json(200, { deployments, limit, offset, totalCount });
}

function spoilt(rows: readonly RawDeployment[], total: number, code: string | undefined) {
  const [first, ...others] = rows;
  if (code === 'empty') return { deployments: [], totalCount: 0 };
  if (code === 'short-page') {
    return { deployments: rows.slice(0, Math.ceil(rows.length / 2)), totalCount: total };
  }
  if (code === 'total-too-high') return { deployments: rows, totalCount: total + 1 };
  if (code === 'malformed-row') {
    return { deployments: [{ id: first?.id, name: 7 }, ...others], totalCount: total };
  }
  if (code === 'nameless-row') return { deployments: [{}, ...others], totalCount: total };
  return { deployments: rows, totalCount: total };
}

function filtered(all: readonly RawDeployment[], query: URLSearchParams) {
  const among = (parameter: string, value: unknown) => {
    const wanted = query.getAll(parameter);
    return wanted.length === 0 || wanted.includes(String(value));
  };
  return all.filter(
    ({ id, name, workspaceId }) =>
      among('deploymentIds', id) && among('names', name) && among('workspaceIds', workspaceId),
  );
}

function sorted(rows: readonly RawDeployment[], sorts: string): readonly RawDeployment[] {
  const [field = 'name', direction = 'asc'] = sorts.split(':');
  const ordered = [...rows].sort((a, b) => compared(String(a[field]), String(b[field])));
  return direction === 'desc' ? ordered.reverse() : ordered;
}

function compared(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
