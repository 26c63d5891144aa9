import { absent, taken, unmet } from '../refusal.ts';
import type { Document } from './documents.ts';
import { micros } from './time.ts';

export interface Precondition {
  readonly exists?: boolean;
  readonly updateTime?: string;
}

/** Throws what Firestore answers where the document is not as the caller expects it. */
export function checkPrecondition(
  name: string,
  current: Document | undefined,
  { exists, updateTime }: Precondition = {},
): void {
  if (exists === true && current === undefined) throw absent(`No document to update: ${name}`);
  if (exists === false && current !== undefined) throw taken(`Document already exists: ${name}`);
  if (updateTime === undefined) return;
  if (current === undefined) throw absent(`No document to update: ${name}`);
  const [stored, required] = [micros(current.updateTime), micros(updateTime)];
  if (stored === required) return;
  throw unmet(
    `the stored version (${stored}) does not match the required base version (${required})`,
  );
}
