import type { KnownBlock } from '@slack/types';
import { consoleLink } from './console-links.ts';
import { moment } from './moment.ts';
import { code, link, prose } from './mrkdwn.ts';
import { context } from './sections.ts';
import { standingOf } from './standing.ts';
import { connectionsPage } from './todo.ts';
import type { DeploymentView } from './view.ts';

const CONSOLES = 4;
const RULES = 5;

/** Where to look, and which rule says so. */
export function foot(view: DeploymentView): readonly KnownBlock[] {
  return [...links(view), origin(view)];
}

const TAKES_EFFECT = {
  aws: 'it may take a minute to work',
  gcp: 'it may take several minutes to work',
  azure: 'it may take a while to work',
} as const;

/** What was verified and what was not: the policy says so, and nobody has tried it yet. */
export function proof({ accesses, cloud }: DeploymentView): readonly KnownBlock[] {
  const written = accesses.filter((one) => standingOf(one) === 'granted' && !one.byHand);
  const last = written
    .map(({ since }) => since)
    .toSorted()
    .at(-1);
  if (last === undefined) return [];
  return [
    context(
      `Written and read back ${moment(last, 'second')}; ${TAKES_EFFECT[cloud]}. Not yet proven: ` +
        `a perimeter (${cloud === 'aws' ? 'SCP, RCP' : 'VPC Service Controls'}) may still refuse. The thread has a DAG that proves it.`,
    ),
  ];
}

function links(view: DeploymentView): readonly KnownBlock[] {
  // Its pages are gone with it.
  if (view.nothing?.code === 'gone') return [];
  const {
    links: { airflow, astro },
    accesses,
    installation,
  } = view;
  const consoles = accesses
    .filter((access) => standingOf(access) !== 'revoked')
    .map(({ specification }) => consoleLink(specification, installation))
    .filter(({ url }, index, all) => all.findIndex((one) => one.url === url) === index);
  const labelled = consoles
    .slice(0, CONSOLES)
    .map(({ url, kind, name }) => link(url, consoles.length === 1 ? kind : `${kind} ${name}`));
  const all = [
    link(airflow ?? '', 'Airflow'),
    ...(view.airflow === undefined ? [] : [link(connectionsPage(view) ?? '', 'its connections')]),
    link(astro, 'Astro'),
    ...labelled,
  ];
  const shown = all.filter((one) => one !== undefined);
  return shown.length === 0 ? [] : [context(shown.join(' · '))];
}

function origin({ accesses, nothing, rulesCommit, installation }: DeploymentView): KnownBlock {
  const rules = [...new Set(accesses.map(({ rule }) => rule))];
  const more = rules.length > RULES ? ` and ${rules.length - RULES} more` : '';
  const names = rules.slice(0, RULES).map((rule) => prose(rule, 200));
  const said =
    names.length === 0
      ? withoutRule(nothing)
      : `${names.length === 1 ? 'rule' : 'rules'} ${names.join(', ')}`;
  const commit = rulesCommit === undefined ? '' : ` ${code(`@${rulesCommit.slice(0, 7)}`)}`;
  return context(`${said}${more}${commit} · installation ${prose(installation, 80)}`);
}

/** Rules are not asked for one that can get nothing: "no rule" would send people to add one. */
function withoutRule(nothing: DeploymentView['nothing']): string {
  return nothing === undefined || nothing.code === 'no-rule' ? 'no rule' : 'rules not asked';
}
