import type { KnownBlock } from '@slack/types';
import { accessSection } from './access-section.ts';
import { foot } from './foot.ts';
import { head } from './head.ts';
import { prose } from './mrkdwn.ts';
import { fitting, section } from './sections.ts';
import { byUrgency } from './standing.ts';
import type { AccessView, DeploymentView } from './view.ts';

/** A Deployment's message in its parts, and the accesses for which it has no room. */
export interface Layout {
  readonly above: readonly KnownBlock[];
  readonly accesses: readonly KnownBlock[];
  readonly below: readonly KnownBlock[];
  /** All accesses, the most urgent first. */
  readonly sorted: readonly AccessView[];
  /** Those of them that only the thread tells. */
  readonly rest: readonly AccessView[];
}

/** Fits the accesses into what Slack takes in one message. */
export function layout(view: DeploymentView): Layout {
  const sorted = byUrgency(view.accesses);
  const sections = sorted.map(accessSection);
  const above = [...head(view), ...nothing(view), ...notes(view)];
  const below = foot(view);
  const whole = fitting(sections, [...above, ...below]);
  const count =
    whole === sections.length
      ? whole
      : fitting(sections, [...above, andMore(sections.length), ...below]);
  const rest = sorted.slice(count);
  return {
    above,
    accesses: sections.slice(0, count),
    below: rest.length === 0 ? below : [andMore(rest.length), ...below],
    sorted,
    rest,
  };
}

function andMore(count: number): KnownBlock {
  return section([`and ${count} more…: see thread`]);
}

function nothing({ nothing: problem }: DeploymentView): readonly KnownBlock[] {
  if (problem === undefined) return [];
  return [section([`${prose(problem.text, 600)} ${prose(problem.advice, 600)}`])];
}

function notes({ notes: problems = [] }: DeploymentView): readonly KnownBlock[] {
  return problems.map((one) => section([`⚠️ ${prose(one.text, 600)} ${prose(one.advice, 600)}`]));
}
