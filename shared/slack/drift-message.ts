import { diffBlocks } from './diff-block.ts';
import type { Message } from './message.ts';
import { moment } from './moment.ts';
import { bold, escaped } from './mrkdwn.ts';
import { section } from './sections.ts';
import type { AccessView, DeploymentView } from './view.ts';

/** What somebody else changed about one access; for the thread, once for each `drift.at`. */
export function driftMessage(access: AccessView, view: DeploymentView): Message | undefined {
  const { drift, target, accessId } = access;
  if (drift === undefined) return undefined;
  const did = drift.repaired
    ? 'It was put back. If the change was meant, change the access rules, or it is put back again.'
    : 'It was left as it is: for this target the access rules say to report only. Retry puts it back.';
  const text = `Somebody else changed the access of ${escaped(view.name, 300)} to ${escaped(target, 300)}. ${did}`;
  const seen = `Seen ${moment(drift.at, 'day')}. Lines with - are gone, lines with + came.`;
  return {
    text,
    blocks: [
      section([
        `⚠️ Somebody else changed what ${bold(view.name)} has on ${bold(target)}.`,
        did,
        seen,
      ]),
      ...diffBlocks(drift.diff, accessId),
    ],
  };
}
