import { AwsError } from '../aws-error.ts';
import { batchError } from './errors.ts';

interface Entry {
  readonly Id: string;
  readonly [field: string]: unknown;
}

/** Each entry by itself: one that is refused does not stop the others. */
export function inBatch(entries: readonly Entry[], act: (entry: Entry) => object): object {
  checkBatch(entries);
  const outcomes = entries.map((entry) => outcomeOf(entry, act));
  return {
    Successful: outcomes.flatMap(({ successful }) => successful ?? []),
    Failed: outcomes.flatMap(({ failed }) => failed ?? []),
  };
}

function outcomeOf({ ...entry }: Entry, act: (entry: Entry) => object) {
  try {
    return { successful: { Id: entry.Id, ...act(entry) } };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const Code = error.queryCode ?? error.code;
    return { failed: { Id: entry.Id, SenderFault: true, Code, Message: error.message } };
  }
}

function checkBatch(entries: readonly Entry[]): void {
  if (entries.length === 0) {
    throw batchError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > 10) {
    const message = `Maximum number of entries per request are 10. You have sent ${entries.length}.`;
    throw batchError('TooManyEntriesInBatchRequest', message);
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw batchError('BatchEntryIdsNotDistinct', 'Two or more batch entries have the same Id.');
  }
}
