import type { Deployment } from '../../deployment/deployment.ts';
import type { Problem, Standing } from '../../policy/plan.ts';
import { SECOND } from '../../runtime/clock.ts';
import { counted } from '../../runtime/counted.ts';
import { isOurs } from '../decide-access/decision.ts';
import type { Page } from './operate-order.ts';
import { type Preview, type PreviewTools, preview } from './preview.ts';
import type { PolicyPreview } from './preview-policy.ts';
import { readOnce } from './read-once.ts';

/** What would become of every Deployment of the installation; a page of it. */
export interface PreviewOfAll {
  readonly installation: string;
  readonly cloud: 'aws' | 'gcp';
  readonly rows: readonly PreviewRow[];
  /** All Deployments of the installation, on whichever page. */
  readonly deployments: number;
  /** Whether Astro told all there are. */
  readonly complete: boolean;
  readonly pausedBy?: string;
  /** Ask again with `after` for the rest; absent on the last page. */
  readonly next?: string;
}

export interface PreviewRow {
  readonly deploymentId: string;
  readonly deployment: string;
  /** Whether anything of its own would be given or taken back. */
  readonly changes: boolean;
  readonly accesses: readonly RowAccess[];
  /** Policies that would change, but for nothing of its own. */
  readonly elsewhere: readonly string[];
  readonly nothing?: Problem;
}

export interface RowAccess {
  readonly accessId: string;
  readonly target: string;
  readonly standing: Standing['kind'] | 'unseen';
  readonly problem?: Problem;
}

const PAGE = 50;
/** A function has a minute; a page ends where the next Deployment may not fit into it. */
const ENOUGH = 20 * SECOND;

/** The same preview, one Deployment after the other, in the order of their ids. */
export async function previewAll(
  { after = '', limit = PAGE }: Page,
  asked: PreviewTools,
): Promise<PreviewOfAll> {
  const tools = readOnce(asked);
  const { astro, rules, cloud, clock } = tools;
  const began = clock.now().getTime();
  const { deployments: all, complete, unreadable } = await astro.list();
  const own = all.filter((one) => isOurs(one, rules(), cloud)).toSorted(byId);
  const rest = own.filter(({ id }) => id > after);
  const previews: Preview[] = [];
  for (const { id } of rest.slice(0, limit)) {
    previews.push(await preview(id, tools));
    if (clock.now().getTime() - began > ENOUGH) break;
  }
  const last = previews.at(-1);
  return {
    installation: rules().installation,
    cloud,
    rows: previews.map(rowOf),
    deployments: own.length,
    complete: complete && unreadable.length === 0,
    ...(last?.pausedBy && { pausedBy: last.pausedBy }),
    ...(previews.length < rest.length && last && { next: last.deploymentId }),
  };
}

function byId(a: Deployment, b: Deployment): number {
  return a.id < b.id ? -1 : 1;
}

function rowOf({ deploymentId, name, policies, nothing }: Preview): PreviewRow {
  const accesses = policies.flatMap(accessesOn);
  return {
    deploymentId,
    deployment: name,
    changes: accesses.some(moves),
    accesses,
    elsewhere: policies
      .filter((policy) => policy.changes && !accessesOn(policy).some(moves))
      .map(({ targetKey }) => targetKey),
    ...(nothing && { nothing }),
  };
}

function accessesOn({ accesses, unreadable }: PolicyPreview): readonly RowAccess[] {
  return accesses.map(({ accessId, target, standing, problem }) => {
    const why = unreadable ?? problem;
    return {
      ...{ accessId, target },
      standing: unreadable ? 'unseen' : standing,
      ...(why && { problem: why }),
    };
  });
}

function moves({ standing }: RowAccess): boolean {
  return standing === 'adding' || standing === 'removing';
}

export function previewAllSentence({ rows, next }: PreviewOfAll): string {
  const more = next === undefined ? '' : ' There is more: ask again with "after".';
  return `${counted(rows.length, 'Deployment')}: ${changesIn(rows)}.${more}`;
}

/** In a few words; what could not be seen is never called unchanged. */
export function changesIn(rows: readonly PreviewRow[]): string {
  const count = (kind: RowAccess['standing']) =>
    rows.filter(({ accesses }) => accesses.some(({ standing }) => standing === kind)).length;
  const changing = rows.filter(({ changes }) => changes).length;
  const [refused, unseen] = [count('refused'), count('unseen')];
  return [
    changing === 0 ? 'no changes' : `${changing} would change`,
    ...(refused > 0 ? [`${refused} would be refused`] : []),
    ...(unseen > 0 ? [`${unseen} could not be seen whole`] : []),
  ].join(', ');
}
