import { canonicalJson } from '../../../shared/runtime/json.ts';
import { invalid } from '../refusal.ts';
import type { Firestore } from './documents.ts';
import { maskedFields } from './masks.ts';
import { checkName } from './paths.ts';
import { checkPrecondition, type Precondition } from './preconditions.ts';
import { applyTransforms, type Transform } from './transforms.ts';
import { type Fields, normalFields } from './values.ts';

export interface Write {
  readonly update?: { readonly name?: string; readonly fields?: Fields };
  readonly delete?: string;
  readonly updateMask?: { readonly fieldPaths?: readonly string[] };
  readonly updateTransforms?: readonly Transform[];
  readonly currentDocument?: Precondition;
}

export interface WriteResult {
  /** Absent after a delete. */
  readonly updateTime?: string;
}

const LARGEST = 1_048_576;

/** All of the writes or none, in their order. */
export function commit(firestore: Firestore, writes: readonly Write[]) {
  const before = writes.map((write) => [nameOf(write), firestore.find(nameOf(write))] as const);
  const time = firestore.tick();
  try {
    const writeResults = writes.map((write) => apply(firestore, write, time));
    return { writeResults, commitTime: time };
  } catch (error) {
    for (const [name, document] of before)
      if (document === undefined) firestore.drop(name);
      else firestore.keep(document);
    throw error;
  }
}

const nameOf = (write: Write) => write.update?.name ?? write.delete ?? '';

function apply(firestore: Firestore, write: Write, time: string): WriteResult {
  const name = nameOf(write);
  checkName(name);
  checkPrecondition(name, firestore.find(name), write.currentDocument);
  if (write.update) return applyUpdate(firestore, name, write, time);
  firestore.drop(name);
  return {};
}

function applyUpdate(firestore: Firestore, name: string, write: Write, time: string): WriteResult {
  const current = firestore.find(name);
  const sent = normalFields(write.update?.fields ?? {});
  const masked = maskedFields(current?.fields ?? {}, sent, write.updateMask?.fieldPaths);
  const fields = applyTransforms(masked, write.updateTransforms ?? [], time);
  const size = Buffer.byteLength(JSON.stringify(fields));
  if (size > LARGEST)
    throw invalid(
      `Document '${name}' cannot be written because its size (${size.toLocaleString('en-US')} ` +
        'bytes) exceeds the maximum allowed size of 1,048,576 bytes.',
    );
  // A write that changes nothing leaves the update time as it was, as Firestore does.
  if (current && sameFields(current.fields, fields)) return { updateTime: current.updateTime };
  firestore.keep({ name, fields, createTime: current?.createTime ?? time, updateTime: time });
  return { updateTime: time };
}

function sameFields(a: Fields, b: Fields): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
