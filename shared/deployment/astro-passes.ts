import * as z from 'zod';
import type { Clock } from '../runtime/clock.ts';
import type { Get } from './astro-get.ts';
import { type Rows, readPages } from './astro-pages.ts';

/** With a page full of rows of the same moment, the third finds what the second has not. */
const PASSES = 3;

/**
 * The rows of all pages, read again where the pages do not have all. Rows that were created in one
 * moment have no order among them: each page may put them in another, so that one is on both
 * sides of its edge and another one on neither.
 */
export async function readRows(get: Get, clock: Clock): Promise<Rows> {
  let read = await readPages(get, clock);
  for (let pass = 2; pass <= PASSES && lacksRows(read); pass += 1) {
    const again = await readPages(get, clock);
    read = { rows: [...read.rows, ...again.rows], totals: [...read.totals, ...again.totals] };
  }
  return read;
}

/** Where the total moves, Deployments come and go, and the next sweep knows better. */
function lacksRows({ rows, totals: [total = 0, ...others] }: Rows): boolean {
  const ids = new Set(rows.map((row) => withId.safeParse(row).data?.id));
  return others.length > 0 && others.every((one) => one === total) && ids.size < total;
}

const withId = z.object({ id: z.string() });
