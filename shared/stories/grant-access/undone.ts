import type { Problem } from '../../policy/plan.ts';
import type { GrantTools } from '../grant-access.ts';
import { inTurn } from './in-turn.ts';
import { deploymentsOf, readSituations } from './situation.ts';

/**
 * Says in the rows of those who are still to come why nothing was written: the message is sent
 * again, and until it succeeds whoever looks would see them wait for no reason.
 */
export async function noteUndone(
  targetKey: string,
  { message }: Error,
  { record, clock, queues }: Pick<GrantTools, 'record' | 'clock' | 'queues'>,
): Promise<void> {
  const coming = (await readSituations(targetKey, record, clock)).filter(
    ({ access: { item }, order }) =>
      order.kind === 'grant' && item.state === 'pending' && item.reason === undefined,
  );
  const ids = deploymentsOf(coming);
  for (const id of ids) await record.tellings.mark(id);
  await inTurn(coming, async ({ access }) => {
    await record.accesses.write(
      access,
      { ...access.item, reason: notWritten(message) },
      access.due,
    );
  });
  await queues.notify(ids);
}

function notWritten(why: string): Problem {
  return {
    code: 'not-written',
    text: `It could not be written and read back yet: ${why.replace(/\.$/, '')}.`,
    advice: 'Nothing to do: it is tried again.',
  };
}
