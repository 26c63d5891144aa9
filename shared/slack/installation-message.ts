import type { BreakerItem } from '../record/breaker.ts';
import type { Message } from './message.ts';
import { section } from './sections.ts';

/** What everybody in the channel should know of the installation itself; undefined when all is well. */
export function installationMessage(
  installation: string,
  { tripped, population, confirmed }: BreakerItem,
): Message | undefined {
  if (tripped !== undefined) {
    const text = `🔴 deployment-authorizer ${installation} stopped taking access away: ${tripped.count} of ${population} accesses would have ended within an hour`;
    return {
      text,
      blocks: [
        section([
          `*${text}.*`,
          'What is there stays; new access is given as before. If Astro and the access rules look as they should, somebody must say so:',
          'send `{"action": "confirm-endings", "by": "your name"}` to the function `operate`.',
        ]),
      ],
    };
  }
  if (confirmed === undefined) return undefined;
  const text = `🟢 deployment-authorizer ${installation} takes access away again: confirmed by ${confirmed.by}`;
  return { text, blocks: [section([text])] };
}
