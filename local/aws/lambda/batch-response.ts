import type { Message } from '../sqs/message.ts';

/** The answer of a handler names what Lambda cannot know: the whole batch has failed. */
export class BatchResponseError extends Error {}

/**
 * The receipts of the messages that a handler reports as failed, read as Lambda reads them:
 * nothing, an empty object and an empty list mean that all went well.
 */
export function failedReceipts(answer: unknown, batch: readonly Message[]): ReadonlySet<string> {
  if (answer === null || answer === undefined) return new Set();
  if (typeof answer !== 'object' || Array.isArray(answer)) {
    throw new BatchResponseError('the answer is no batch response');
  }
  const failures = 'batchItemFailures' in answer ? (answer.batchItemFailures ?? []) : [];
  if (!Array.isArray(failures)) throw new BatchResponseError('batchItemFailures is no list');
  return new Set(failures.map((failure) => receiptOf(failure, batch)));
}

function receiptOf(failure: unknown, batch: readonly Message[]): string {
  const id =
    failure !== null && typeof failure === 'object' && 'itemIdentifier' in failure
      ? failure.itemIdentifier
      : undefined;
  const message = batch.find((one) => one.id === id);
  if (message?.receipt !== undefined) return message.receipt;
  throw new BatchResponseError(`no message of the batch has the identifier ${JSON.stringify(id)}`);
}
