import type { Context } from 'aws-lambda';
import { hosted } from './hosted.ts';
import type { Invoked } from './lambda-process.ts';
import { loadFunctions } from './load-functions.ts';

// Run by the house as a process of its own, as Lambda runs a function: an event comes in, an
// answer goes out, and the two share nothing else.
const NAMES = [
  'answer-slack',
  'decide-access',
  'grant-access',
  'hand-over',
  'notify',
  'receive-event',
  'sweep',
];

interface Loaded {
  readonly handler: (event: unknown, context: Context) => Promise<unknown>;
}

const functions = await loadFunctions<Loaded>(
  NAMES,
  (name) => import(`../functions/aws/${name}.ts`),
);

async function invoke({ id, name, event, context }: Invoked): Promise<void> {
  try {
    const answer = await functions.get(name)?.handler(event, context as Context);
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
