import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { invalidParameterOf } from './errors.ts';
import type { Message } from './message.ts';

/** A handle for one receive of one message. */
export function issueReceipt(queue: string, { id }: Message): string {
  return Buffer.from(`${queue} ${id} ${randomUUID()}`).toString('base64');
}

/** The id of the message that the handle was issued for. */
export function messageOfReceipt(queue: string, receipt: string): string {
  const [name, id, issue] = Buffer.from(receipt, 'base64').toString('utf8').split(' ');
  if (name === queue && id !== undefined && issue !== undefined) return id;
  const message = `The input receipt handle "${receipt}" is not a valid receipt handle.`;
  throw new AwsError(400, 'ReceiptHandleIsInvalid', message, 'ReceiptHandleIsInvalid');
}

export function staleReceipt(receipt: string): AwsError {
  return invalidParameterOf('ReceiptHandle', receipt, 'The receipt handle has expired.');
}
