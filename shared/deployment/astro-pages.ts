import * as z from 'zod';
import { type Clock, SECOND } from '../runtime/clock.ts';
import { AstroAnswerError, AstroDeniedError } from './astro-errors.ts';
import type { Get } from './astro-get.ts';

/** The rows of all pages as they came, and the total that each page told. */
export interface Rows {
  readonly rows: readonly unknown[];
  readonly totals: readonly number[];
}

const PAGE = 100;
/** Astro allows a token 25 GETs a second, of which `decide-access` takes no more than 15. */
export const PAGES_PER_SECOND = 10;
const PACE = SECOND / PAGES_PER_SECOND;
/** A total that grows with every page would have us read for ever. */
const MOST_PAGES = 1_000;

/** Reads every page. The next begins where the one before ended, however short that was. */
export async function readPages(get: Get, clock: Clock): Promise<Rows> {
  const rows: unknown[] = [];
  const totals: number[] = [];
  while (totals.length < MOST_PAGES) {
    const began = clock.now().getTime();
    const page = await readPage(get, { limit: PAGE, offset: rows.length });
    rows.push(...page.rows);
    totals.push(page.total);
    if (page.rows.length === 0 || rows.length >= page.total) break;
    const left = began + PACE - clock.now().getTime();
    if (left > 0) await clock.sleep(left);
  }
  return { rows, totals };
}

export interface Page {
  readonly rows: readonly unknown[];
  readonly total: number;
}

const schema = z.object({
  deployments: z.array(z.unknown()).nullable(),
  totalCount: z.number().int().nonnegative(),
});

/** One page, newest first, so that what is created meanwhile repeats rows instead of hiding them. */
export async function readPage(
  get: Get,
  { limit, offset, id }: { limit: number; offset: number; id?: string },
): Promise<Page> {
  const query = new URLSearchParams({ limit: `${limit}`, offset: `${offset}` });
  query.set('sorts', 'createdAt:desc');
  if (id !== undefined) query.set('deploymentIds', id);
  const reply = await get({
    path: `deployments?${query}`,
    permission: 'organization.deployments.get',
  });
  if (reply.kind === 'missing') throw noOrganization(reply.message);
  const result = schema.safeParse(reply.body);
  if (!result.success) throw new AstroAnswerError('Astro answered a list that has no Deployments');
  return { rows: result.data.deployments ?? [], total: result.data.totalCount };
}

function noOrganization(message: string): AstroDeniedError {
  return new AstroDeniedError(
    `Astro does not know the Organization: ${message}`,
    'Set ASTRO_ORGANIZATION_ID to the id of the Organization that the token belongs to.',
  );
}
