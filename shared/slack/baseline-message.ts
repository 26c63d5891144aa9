import type { BaselineCounts, BaselineItem } from '../record/baseline.ts';
import { counted } from '../runtime/counted.ts';
import { type Installation, installationCommand, installationWords } from './installation.ts';
import type { Message } from './message.ts';
import { moment } from './moment.ts';
import { code } from './mrkdwn.ts';
import { context, section } from './sections.ts';

/** One summary of the Deployments that were there before the installation was; undefined where none was. */
export function baselineMessage(
  installation: Installation,
  { at, counts, closed }: BaselineItem,
): Message | undefined {
  if (counts === undefined || counts.deployments === 0) return undefined;
  const state = closed === undefined ? '⏳' : counts.refused > 0 ? '🔴' : '🟢';
  const text = `${state} ${installationWords(installation)} is new here and found ${counted(counts.deployments, 'Deployment')}`;
  const going =
    closed === undefined
      ? 'It is still looking at them; this message is kept up to date.'
      : 'They get no messages of their own until something about them changes.';
  return {
    text: `${text}. ${spoken(counts)}`,
    blocks: [
      section([`*${text}*`, going]),
      section(lines(counts)),
      section([
        'To look further:',
        ...COMMANDS.map(
          ([order, what]) => `${code(installationCommand(order, installation))} ${what}`,
        ),
      ]),
      context(`Began ${moment(at, 'day')}; newer Deployments are told of one by one.`),
    ],
  };
}

function lines(counts: BaselineCounts): readonly string[] {
  const all: readonly (readonly [number, string])[] = [
    [counts.granted, 'granted now by the access rules'],
    [counts.byHand, "already there by somebody's own hand, and left to them"],
    [counts.wouldGain, 'would be granted: preview writes nothing'],
    [counts.toApprove, 'waiting for an approval'],
    [counts.refused, 'refused: a person must act'],
    [counts.waiting, 'being looked at, or waiting for the cloud'],
  ];
  const of = all.filter(([count]) => count > 0).map(([count, what]) => `• *${count}* ${what}`);
  const accesses = of.length > 0 ? ['Accesses:', ...of] : ['No access rule gives them anything.'];
  return [...accesses, ...rest(counts)];
}

function rest({ noRule, nothing, undecided }: BaselineCounts): readonly string[] {
  return [
    ...(noRule > 0 ? [`${counted(noRule, 'Deployment')} without an access rule`] : []),
    ...(nothing > 0
      ? [`${counted(nothing, 'Deployment')} that can get nothing, each with its reason`]
      : []),
    ...(undecided > 0 ? [`${counted(undecided, 'Deployment')} not looked at yet`] : []),
  ];
}

const COMMANDS: readonly (readonly [order: string, what: string])[] = [
  ['status', 'what needs a person'],
  ['report --csv', 'who reaches what, and who does not, and why'],
  ['preview DEPLOYMENT', 'what would be written for one'],
  ['refresh DEPLOYMENT', 'gives one a message of its own'],
];

function spoken(counts: BaselineCounts): string {
  const { granted, byHand, wouldGain, toApprove, refused, noRule } = counts;
  return (
    `Accesses: ${granted} granted, ${byHand} there by hand, ${wouldGain} would be granted, ` +
    `${toApprove} wait for an approval, ${refused} refused. Deployments without a rule: ${noRule}.`
  );
}
