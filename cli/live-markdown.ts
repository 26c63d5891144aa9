import { HOUR } from '../shared/runtime/clock.ts';
import type { Before, Effect } from '../shared/stories/operate/rules-effect.ts';
import type { Live } from './against-live.ts';
import { giftOf } from './gift.ts';
import type { Checked } from './rules-check.ts';

/** For a pull request: what a change of the rules does, the busiest part first. */
export function liveMarkdown(live: Live, { warnings }: Pick<Checked, 'warnings'>): string {
  const changed = live.effects.filter(isChanged);
  const untouched = live.effects.length - changed.length;
  return [
    `### Access rules: ${changed.length} of ${live.effects.length} Deployments change`,
    comparison(live),
    ...(changed.length > 0 ? [effectTable(changed, live.keep)] : []),
    `${untouched} Deployments stay as they are.`,
    ...(live.complete
      ? []
      : ['**Astro’s list did not add up: there may be Deployments that are not named here.**']),
    ...list('Not applicable', live.effects.flatMap(notApplicable)),
    ...list('No rule, or no identity to give it to', live.effects.flatMap(nothing)),
    ...(live.capacity.length > 0 ? [capacityTable(live)] : []),
    ...list(
      'Warnings',
      warnings.map(({ line, column, message }) => `${line}:${column} ${safe(message)}`),
    ),
  ].join('\n\n');
}

function isChanged({ gains, loses, changes }: Effect): boolean {
  return gains.length + loses.length + changes.length > 0;
}

function comparison({ compared, unknown }: Live): string {
  const known = compared.length === 0 ? [] : [`Compared with ${compared.join(' and ')}.`];
  const blind = unknown.map(
    (cloud) =>
      `**The record on ${cloud} is out of reach: for its Deployments "gains" is all that they would reach, and losses are not known.**`,
  );
  return [...known, ...blind].join(' ');
}

function effectTable(effects: readonly Effect[], keep: number): string {
  const heads = ['Deployment', 'Cloud', 'Gains', `Loses after ${duration(keep)}`, 'Changes'];
  const rows = effects.map(({ name, cloud, gains, loses, changes }) => [
    safe(name),
    cloud,
    ...[gains, loses, changes].map((those) => those.map(accessText).join('<br>')),
  ]);
  return table(heads, rows);
}

function accessText({ target, specification, mode, slot }: Before): string {
  const dr = slot === 'dr' ? ', disaster recovery' : '';
  return `**${safe(target)}** (${mode}${dr}): ${safe(giftOf(specification))}`;
}

function notApplicable({ name, notApplicable: those }: Effect): readonly string[] {
  return those.map(({ rule, why }) => `${safe(name)}, by rule ${safe(rule)}: ${safe(why)}`);
}

function nothing({ name, nothing: problem }: Effect): readonly string[] {
  return problem === undefined
    ? []
    : [`${safe(name)}: ${safe(`${problem.text} ${problem.advice}`)}`];
}

function capacityTable({ capacity, unread }: Live): string {
  const rows = capacity.map(({ targetKey, identities, used, quota, unit, verdict, counted }) => [
    safe(targetKey),
    String(identities),
    `${used} of ${quota} ${unit}`,
    verdict === 'fits' ? verdict : `**${verdict}**`,
    counted === 'all' ? 'as it stands, and this' : 'our part alone',
  ]);
  const partly = capacity.some(({ counted }) => counted === 'our part');
  const about = partly ? ['Where our part alone is counted, what others have comes on top.'] : [];
  return [
    '#### Capacity',
    table(['Policy', 'Identities', 'Takes', '', 'Counted'], rows),
    ...about,
    ...unread.map((why) => `- Not read: ${safe(why)}`),
  ].join('\n\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A comment on GitHub holds 65,536 characters: of a long list the beginning is enough. */
const LISTED = 50;

function list(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const more = lines.length > LISTED ? [`- and ${lines.length - LISTED} more`] : [];
  return [
    `#### ${title}\n\n${[...lines.slice(0, LISTED).map((line) => `- ${line}`), ...more].join('\n')}`,
  ];
}

/** Names are people's: none of them ends a cell, calls anybody or becomes HTML. */
function safe(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}')
    .replace(/[\\`*_{}[\]<>|#~]/g, '\\$&')
    .replaceAll('@', '@\u{200b}');
}

function duration(milliseconds: number): string {
  const hours = milliseconds / HOUR;
  return hours >= 1 ? `${Math.round(hours)} h` : `${Math.round(hours * 60)} min`;
}
