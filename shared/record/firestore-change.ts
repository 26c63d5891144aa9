import type { firestore_v1 } from 'googleapis/build/src/apis/firestore/v1.js';
import { backOff, conflict } from './conflicts.ts';
import type { Stored } from './firestore-document.ts';
import type { Documents } from './firestore-documents.ts';
import type { Revisions } from './firestore-revisions.ts';
import type { Key } from './store.ts';

const ATTEMPTS = 6;

export interface Change {
  readonly key: Key;
  readonly name: string;
  readonly expected: number;
  readonly write: firestore_v1.Schema$Write;
  /** Whether what is there after a failure shows that the change was made all the same. */
  isMade(found: Stored | undefined, error: unknown): boolean;
}

/** Writes one document on condition that nobody wrote it since it had the version expected. */
export async function makeChange(
  documents: Documents,
  seen: Revisions,
  change: Change,
): Promise<void> {
  const { key, name, expected, write } = change;
  // One that is out of date does no harm: Firestore refuses it, and we look again.
  let updateTime = seen.find(key, expected);
  if (updateTime === undefined && expected > 0) {
    updateTime = expectedOrThrow(change, await find(documents, name));
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      const currentDocument = updateTime === undefined ? { exists: false } : { updateTime };
      seen.keep(key, expected + 1, await documents.commit({ ...write, currentDocument }));
      return;
    } catch (error) {
      if (isHopeless(error)) throw error;
      const found = await find(documents, name);
      if (change.isMade(found, error)) return;
      updateTime = expectedOrThrow(change, found, error);
      if (attempt === ATTEMPTS) throw error;
    }
    await backOff(attempt);
  }
}

async function find(documents: Documents, name: string): Promise<Stored | undefined> {
  const [stored] = await documents.get([name]);
  return stored;
}

function expectedOrThrow(
  { key, expected }: Change,
  found: Stored | undefined,
  error?: unknown,
): string | undefined {
  if ((found?.item.version ?? 0) === expected) return found?.updateTime;
  throw conflict(key, expected, found?.item, error);
}

/** Whether Firestore may have carried out what it did not answer for. */
export function isUnclear(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined || status >= 500;
}

// Of what Firestore refuses, a condition that is not met comes as 400, 404 or 409.
function isHopeless(error: unknown): boolean {
  const status = statusOf(error);
  if (status === 400) return canonicalCode(error) !== 'FAILED_PRECONDITION';
  return status === 401 || status === 403;
}

// Google's error is known by its shape, so that its client need not be imported.
interface GoogleError {
  readonly status?: number;
  readonly response?: { readonly data?: { readonly error?: { readonly status?: string } } };
}

function statusOf(error: unknown): number | undefined {
  return (error as GoogleError).status;
}

function canonicalCode(error: unknown): string | undefined {
  return (error as GoogleError).response?.data?.error?.status;
}
