import type { BreakerItem } from '../record/breaker.ts';
import type { Paused } from '../record/pause.ts';
import { type Installation, installationCommand, installationWords } from './installation.ts';
import type { Message } from './message.ts';
import { code, escaped } from './mrkdwn.ts';
import { section } from './sections.ts';

/** What everybody in the channel should know of the installation itself; undefined when all is well. */
export function installationMessage(
  installation: Installation,
  { tripped, population, confirmed }: BreakerItem,
  paused: Paused | undefined,
): Message | undefined {
  if (paused !== undefined) return pausedMessage(installation, paused);
  if (tripped !== undefined) {
    const text = `🔴 ${installationWords(installation)} stopped taking access away: ${tripped.count} of ${population} accesses would have ended within an hour`;
    return {
      text,
      blocks: [
        section([
          `*${text}.*`,
          'What is there stays; new access is given as before. If Astro and the access rules look as they should, somebody must say so:',
          `${code(installationCommand('confirm-endings', installation))}, or ${code('{"action": "confirm-endings", "by": "your name"}')} to the function ${code('operate')}.`,
        ]),
      ],
    };
  }
  if (confirmed === undefined) return undefined;
  const text = `🟢 ${installationWords(installation)} takes access away again: confirmed by ${escaped(confirmed.by, 200)}`;
  return { text, blocks: [section([text])] };
}

/** In the place of one that told of something that is over. */
export function allIsWell(installation: Installation): Message {
  const text = `🟢 ${installationWords(installation)} goes on: nothing is held back`;
  return { text, blocks: [section([text])] };
}

function pausedMessage(installation: Installation, { by }: Paused): Message {
  const text = `⏸️ ${installationWords(installation)} is paused by ${escaped(by, 200)}: no policy is written`;
  const lines = [
    `*${text}.*`,
    'Everything else goes on; what is to be given or taken waits.',
    `To go on: ${code(installationCommand('resume', installation))}, or ${code('{"action": "resume"}')} to the function ${code('operate')}.`,
  ];
  return { text, blocks: [section(lines)] };
}
