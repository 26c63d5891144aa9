import type { KnownBlock } from '@slack/types';
import { pressingActions } from './access-actions.ts';
import { accessSection } from './access-section.ts';
import { briefLine } from './brief.ts';
import { deploymentActions } from './deployment-actions.ts';
import { foot, proof } from './foot.ts';
import { head } from './head.ts';
import { fits, section, sections } from './sections.ts';
import { sentences } from './sentences.ts';
import { byUrgency } from './standing.ts';
import type { AccessView, DeploymentView } from './view.ts';

/** More accesses than this push what is below them off the screen: the buttons then come first. */
const SCREEN = 4;

/** A Deployment's message, and the accesses that it does not show in full. */
export interface Layout {
  readonly blocks: readonly KnownBlock[];
  /** All accesses, the most urgent first. */
  readonly sorted: readonly AccessView[];
  /** Those of them that only the thread tells in full. */
  readonly rest: readonly AccessView[];
}

/**
 * Fits the accesses into what Slack takes in one message: each in a line at least, and as many as
 * there is room for in full, the most urgent first.
 */
export function layout(view: DeploymentView): Layout {
  const sorted = byUrgency(view.accesses);
  const buttons = deploymentActions(view);
  const first = view.accesses.length > SCREEN;
  const above = [...head(view), ...(first ? buttons : []), ...nothing(view), ...notes(view)];
  const below = [...proof(view), ...(first ? [] : buttons), ...foot(view)];
  const inFull = sorted.map((access) => [accessSection(access), ...pressingActions(access, view)]);
  const lines = sorted.map(briefLine);
  const whole = (full: number, brief: number) => [
    ...above,
    ...inFull.slice(0, full).flat(),
    ...inBrief(lines.slice(full), brief),
    ...below,
  ];
  const brief = most(sorted.length, (count) => fits(whole(0, count)));
  const full = most(sorted.length, (count) => {
    const left = sorted.length - count;
    return fits(whole(count, Math.min(left, brief)));
  });
  return {
    blocks: whole(full, Math.min(sorted.length - full, brief)),
    sorted,
    rest: sorted.slice(full),
  };
}

/** The largest count up to `limit` that will do; none, if not even one does. */
function most(limit: number, willDo: (count: number) => boolean): number {
  let count = 0;
  while (count < limit && willDo(count + 1)) count += 1;
  return count;
}

function inBrief(lines: readonly string[], shown: number): readonly KnownBlock[] {
  const more = lines.length - shown;
  const last = more > 0 ? [`and ${more} more: see thread`] : [];
  return sections([...lines.slice(0, shown), ...last]);
}

function nothing({ nothing: problem }: DeploymentView): readonly KnownBlock[] {
  if (problem === undefined) return [];
  return [section([sentences(problem, 600)])];
}

function notes({ notes: problems = [] }: DeploymentView): readonly KnownBlock[] {
  return problems.map((one) => section([`⚠️ ${sentences(one, 600)}`]));
}
