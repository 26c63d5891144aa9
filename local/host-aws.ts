import type { Context } from 'aws-lambda';
import { handler as decideAccess } from '../functions/aws/decide-access.ts';
import { handler as grantAccess } from '../functions/aws/grant-access.ts';
import { handler as notify } from '../functions/aws/notify.ts';
import { handler as receiveEvent } from '../functions/aws/receive-event.ts';
import { handler as sweep } from '../functions/aws/sweep.ts';
import { hosted } from './hosted.ts';
import type { Invoked } from './lambda-process.ts';

// Run by the house as a process of its own, as Lambda runs a function: an event comes in, an
// answer goes out, and the two share nothing else.
const HANDLERS: Readonly<Record<string, (event: never, context: Context) => Promise<unknown>>> = {
  'decide-access': decideAccess,
  'grant-access': grantAccess,
  notify,
  'receive-event': receiveEvent,
  sweep,
};

async function invoke({ id, name, event, context }: Invoked): Promise<void> {
  try {
    const answer = await HANDLERS[name]?.(event as never, context as Context);
    process.send?.({ id, answer });
  } catch (error) {
    process.send?.({ id, error: String(error) });
  }
}

hosted();
process.on('message', (message: Partial<Invoked>) => {
  if (message.id !== undefined) void invoke(message as Invoked);
});
process.send?.({ ready: true });
