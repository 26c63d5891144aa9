import type { EmulatorClock } from '../clock.ts';
import { parse } from '../wire/json-input.ts';
import { invalidParameterOf } from './errors.ts';
import { inputs, type SqsOperation } from './input.ts';
import { type Message, systemAttributes } from './message.ts';
import type { Queue } from './queue.ts';

export const receiveMessage: SqsOperation = async (queues, _caller, input, closing) => {
  const wanted = parse(inputs.receive, input);
  const queue = queues.get(wanted.QueueUrl);
  const most = wanted.MaxNumberOfMessages;
  if (most < 1 || most > 10) {
    throw invalidParameterOf('MaxNumberOfMessages', most, 'Must be between 1 and 10, if provided.');
  }
  const wait = wanted.WaitTimeSeconds ?? Number(queue.attributes.ReceiveMessageWaitTimeSeconds);
  if (wait < 0 || wait > 20) {
    throw invalidParameterOf('WaitTimeSeconds', wait, 'Must be >= 0 and <= 20, if provided.');
  }
  const messages = await longPoll(queues.clock, queue, wait * 1_000, closing, () =>
    queue.receive(most, wanted.VisibilityTimeout),
  );
  const system = [...wanted.AttributeNames, ...wanted.MessageSystemAttributeNames];
  return { Messages: messages.map((one) => shown(one, system, wanted.MessageAttributeNames)) };
};

/** Receives as soon as there is something, and gives up after so long. */
function longPoll(
  clock: EmulatorClock,
  queue: Queue,
  wait: number,
  closing: AbortSignal,
  receive: () => readonly Message[],
): Promise<readonly Message[]> {
  const end = clock.now().getTime() + wait;
  return new Promise((resolve) => {
    let cancel = () => {};
    const look = () => {
      cancel();
      const messages = closing.aborted ? [] : receive();
      if (messages.length === 0 && clock.now().getTime() < end && !closing.aborted) {
        cancel = clock.at(Math.min(end, queue.nextVisible() ?? end), look);
        return;
      }
      unlisten();
      closing.removeEventListener('abort', look);
      resolve(messages);
    };
    const unlisten = queue.changed.listen(look);
    closing.addEventListener('abort', look);
    look();
  });
}

function shown(message: Message, system: readonly string[], own: readonly string[]): object {
  const attributes = chosen(systemAttributes(message), system);
  const messageAttributes = chosen(message.attributes ?? {}, own);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    MD5OfBody: message.md5,
    Body: message.body,
    ...(Object.keys(attributes).length > 0 && { Attributes: attributes }),
    ...(Object.keys(messageAttributes).length > 0 && { MessageAttributes: messageAttributes }),
  };
}

function chosen<Value>(
  all: Readonly<Record<string, Value>>,
  names: readonly string[],
): Readonly<Record<string, Value>> {
  if (names.includes('All') || names.includes('.*')) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}
