import { AccessError } from '../shared/runtime/errors.ts';
import type { OperateAnswer } from '../shared/stories/operate/operate-answer.ts';

/** `operate` refused, or could not; the message is its own. */
export class OperateFailedError extends AccessError {
  readonly code = 'operate-failed';
  readonly disposition = 'discard';
}

/** What the deployed function answered: of this version, or one that speaks as it does. */
export function answerOf(body: unknown, from: string): OperateAnswer {
  const answer = body as Partial<OperateAnswer> | null;
  if (typeof answer?.text === 'string' && Array.isArray(answer.accesses)) {
    return answer as OperateAnswer;
  }
  throw new OperateFailedError(`${from} answered something else: is it of this version?`);
}
