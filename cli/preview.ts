import type { Preview } from '../shared/stories/operate/preview.ts';
import type { AccessPreview, PolicyPreview } from '../shared/stories/operate/preview-policy.ts';
import { type Call, type Command, EXIT, UsageError } from './command.ts';
import { show, subjectIn } from './orders.ts';
import { policyDiff } from './policy-diff.ts';
import { showAll, wholePreview } from './preview-all.ts';
import { styled, tame } from './terminal.ts';
import { WAY, wayFor } from './way.ts';

export const PREVIEW: Command = {
  name: 'preview',
  takes: ['[deployment]'],
  says: 'Show exactly how each policy would change, and change nothing',
  more: 'It asks Astro, matches the rules and plans as the functions do, with all that the Deployment should\nreach taken for approved. With --direct it takes the rules in your own file; with --without-record also as\nif nothing had been decided or placed yet, so that it needs no installation.',
  example:
    'npx deployment-authorizer preview clxk3q1cz000108l43p5k9x2m --cloud aws\nnpx deployment-authorizer preview --all --without-record --cloud gcp',
  options: {
    all: {
      type: 'boolean',
      says: 'Every Deployment of the installation, a line for each that changes',
    },
    'without-record': {
      type: 'boolean',
      says: 'With your own credentials, here, and without a record: before anything is installed',
    },
    'account-role': {
      type: 'string',
      value: 'NAME',
      says: 'With your own credentials: the role to assume in other AWS accounts',
    },
    ...WAY,
  },
  run: async (call) => {
    if (call.flags.has('all') === call.args.length > 0) {
      throw new UsageError('preview of which Deployment? Its id or name, or --all for every one');
    }
    const ask = await wayFor(call);
    if (call.flags.has('all')) return showAll(call, await wholePreview(ask, call.terminal.err));
    const answer = await ask({ action: 'preview', ...subjectIn(call) });
    if (answer.preview === undefined || call.flags.has('json')) show(call, answer);
    else showPreview(call, answer.text, answer.preview);
    return EXIT.ok;
  },
};

function showPreview({ terminal }: Call, text: string, preview: Preview): void {
  const say = (line: string) => terminal.out(line);
  say(styled('bold', tame(text)));
  if (preview.pausedBy) say(tame(`Paused by ${preview.pausedBy}: nothing is written for now.`));
  for (const { text: note, advice } of preview.notes) say(tame(`Note: ${note} ${advice}`));
  for (const policy of preview.policies) {
    say('');
    for (const line of policyLines(policy)) say(line);
  }
}

function policyLines(policy: PolicyPreview): readonly string[] {
  const { targets, targetKey, accesses, others, notices, unreadable, changes } = policy;
  const name = targets.length === 0 ? 'no target any more' : targets.join(', ');
  return [
    styled('bold', tame(`${name}  ${targetKey}`)),
    ...accesses.map((access) => tame(`  ${accessLine(access, unreadable !== undefined)}`)),
    ...(others > 0 ? [`  The same write changes ${others} accesses of other Deployments.`] : []),
    ...notices.map((notice) => tame(`  Note: ${notice.text} ${notice.advice}`)),
    ...(unreadable ? [tame(`  Not seen: ${unreadable.text} ${unreadable.advice}`)] : []),
    ...(changes ? policyDiff(policy.before, policy.after).map((line) => `  ${line}`) : []),
    ...(changes || unreadable ? [] : ['  no changes']),
  ];
}

const SAYS: Readonly<Record<AccessPreview['standing'], string>> = {
  present: 'is there',
  'by-hand': 'is there by somebody else’s hand, and left to them',
  adding: 'would be given',
  removing: 'would be taken back',
  absent: 'is not there',
  refused: 'would be refused',
};

function accessLine(
  { accessId, identity, standing, problem }: AccessPreview,
  unseen: boolean,
): string {
  const says = unseen ? 'is not known' : SAYS[standing];
  const why = problem ? ` (${problem.code}: ${problem.text} ${problem.advice})` : '';
  return `${identity ?? 'nobody'} ${says}${why} [${accessId}]`;
}
