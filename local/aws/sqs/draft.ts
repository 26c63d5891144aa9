import { invalidParameter, invalidParameterOf, missingParameter } from './errors.ts';
import { type Draft, sha256 } from './message.ts';
import type { QueueAttributes } from './settings.ts';

const ID = /^[\w!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]{1,128}$/;

/** The draft as a queue of these attributes takes it, its deduplication id settled; or a refusal. */
export function checkedDraft(draft: Draft, attributes: QueueAttributes): Draft {
  if (draft.body === '') throw missingParameter('MessageBody');
  const most = Number(attributes.MaximumMessageSize);
  if (Buffer.byteLength(draft.body) > most) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`,
    );
  }
  return attributes.FifoQueue === 'true' ? fifoDraft(draft, attributes) : standardDraft(draft);
}

function standardDraft(draft: Draft): Draft {
  if (draft.deduplicationId === undefined) return draft;
  throw unfit('MessageDeduplicationId', draft.deduplicationId);
}

function fifoDraft(draft: Draft, attributes: QueueAttributes): Draft {
  if (draft.groupId === undefined) throw missingParameter('MessageGroupId');
  if (!ID.test(draft.groupId)) {
    throw invalidParameterOf(
      'MessageGroupId',
      draft.groupId,
      'MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.',
    );
  }
  if (draft.delay !== undefined && draft.delay !== 0) throw unfit('DelaySeconds', draft.delay);
  const byContent = attributes.ContentBasedDeduplication === 'true';
  const deduplicationId = draft.deduplicationId ?? (byContent ? sha256(draft.body) : undefined);
  if (deduplicationId !== undefined && ID.test(deduplicationId)) {
    return { ...draft, deduplicationId, delay: undefined };
  }
  throw invalidParameter(
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

function unfit(name: string, value: unknown): Error {
  const reason = 'The request include parameter that is not valid for this queue type.';
  return invalidParameterOf(name, value, reason);
}
