import type { Context } from 'aws-lambda';
import { FUNCTION_NAMES } from './function-names.ts';
import { hosted } from './hosted.ts';
import type { Invoked } from './lambda-process.ts';
import { loadFunctions } from './load-functions.ts';

// Run by the house as a process of its own, as Lambda runs a function: an event comes in, an
// answer goes out, and the two share nothing else.
interface Loaded {
  readonly handler: (event: unknown, context: Context) => Promise<unknown>;
}

const functions = await loadFunctions<Loaded>(
  FUNCTION_NAMES,
  (name) => import(`../functions/aws/${name}.ts`),
);

async function invoke({ id, name, event, context }: Invoked): Promise<void> {
  try {
    const answer = await functions.get(name)?.handler(event, context as Context);
    process.send?.({ id, answer });
  } catch (error) {
    const { name: type, message: reason } =
      error instanceof Error ? error : new Error(String(error));
    process.send?.({ id, error: { type, reason } });
  }
}

hosted();
process.on('message', (message: Partial<Invoked>) => {
  if (message.id !== undefined) void invoke(message as Invoked);
});
process.send?.({ ready: true });
