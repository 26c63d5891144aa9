import { counted } from '../shared/runtime/counted.ts';
import {
  changesIn,
  type PreviewOfAll,
  type PreviewRow,
} from '../shared/stories/operate/preview-all.ts';
import { OperateFailedError } from './answer.ts';
import { type Call, EXIT } from './command.ts';
import { styled, tame } from './terminal.ts';
import type { Ask } from './way.ts';

/** All pages as one; says how far it is where there are several. */
export async function wholePreview(
  ask: Ask,
  progress: (text: string) => void,
): Promise<PreviewOfAll> {
  const rows: PreviewRow[] = [];
  let after: string | undefined;
  for (;;) {
    const { previewAll: page } = await ask({ action: 'preview-all', ...(after && { after }) });
    if (page === undefined) {
      throw new OperateFailedError('operate answered no preview: is it of this version?');
    }
    rows.push(...page.rows);
    const { next, ...rest } = page;
    if (next === undefined) return { ...rest, rows: rows.toSorted(byName) };
    progress(`${rows.length} of ${page.deployments} Deployments…`);
    after = next;
  }
}

function byName(a: PreviewRow, b: PreviewRow): number {
  return (
    a.deployment.localeCompare(b.deployment, 'en') || (a.deploymentId < b.deploymentId ? -1 : 1)
  );
}

/** A line for each Deployment of which there is something to say, and the sum of it. */
export function showAll({ flags, terminal }: Call, found: PreviewOfAll): number {
  if (flags.has('json')) {
    terminal.out(JSON.stringify(found, null, 2));
    return EXIT.ok;
  }
  const { rows, complete, pausedBy } = found;
  for (const row of rows) for (const line of linesOf(row)) terminal.out(tame(line));
  for (const key of elsewhere(rows)) {
    terminal.out(tame(`${key}: would change, for none of these Deployments`));
  }
  if (pausedBy) terminal.out(tame(`Paused by ${pausedBy}: nothing is written for now.`));
  if (!complete) terminal.out('Astro’s list did not add up: there may be more Deployments.');
  terminal.out(styled('bold', `${counted(rows.length, 'Deployment')}: ${changesIn(rows)}`));
  return EXIT.ok;
}

const SAYS = {
  adding: 'would be given',
  removing: 'would be taken back',
  refused: 'would be refused',
  unseen: 'could not be seen',
} as const;

function linesOf({ deployment, accesses }: PreviewRow): readonly string[] {
  const said = accesses.flatMap(({ target, standing, problem }) => {
    if (!(standing in SAYS)) return [];
    const why = problem === undefined ? '' : ` (${problem.code}: ${problem.text})`;
    return [`${target} ${SAYS[standing as keyof typeof SAYS]}${why}`];
  });
  return said.length === 0 ? [] : [`${deployment}: ${said.join('; ')}`];
}

/** Once, where several Deployments share the policy; not where one of them is told to change it. */
function elsewhere(rows: readonly PreviewRow[]): readonly string[] {
  if (rows.some(({ changes }) => changes)) return [];
  return [...new Set(rows.flatMap((row) => row.elsewhere))].toSorted();
}
