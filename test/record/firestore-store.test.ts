import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { firestore_v1 } from 'googleapis/build/src/apis/firestore/v1.js';
import { type GcpEmulator, startGcp } from '../../local/gcp/emulator.ts';
import { RecordUnavailableError, VersionConflictError } from '../../shared/record/errors.ts';
import { firestoreStore } from '../../shared/record/firestore-store.ts';
import type { Store } from '../../shared/record/store.ts';
import { describeStore } from './store-contract.ts';

let gcp: GcpEmulator;
beforeAll(async () => {
  gcp = await startGcp();
});
afterAll(() => gcp.close());

const COMMIT = 'firestore.documents.commit';
const READ = 'firestore.documents.batchGet';
const open = () =>
  firestoreStore(new firestore_v1.Firestore({ rootUrl: gcp.url }), {
    project: 'acme',
    collection: 'record',
  });
const key = (id: string) => ({ partition: 'test#answers', id });
const draft = (id: string, by: string) => ({ ...key(id), body: { by } });

describeStore('firestoreStore', async () => ({ store: open(), close: async () => {} }));

describe('firestoreStore', () => {
  let store: Store;
  beforeEach(() => {
    store = open();
    gcp.firestore.clear();
    gcp.faults.calls.clear();
  });
  afterEach(() => gcp.faults.clear());
  const lost = { operation: COMMIT, status: 503, code: 'UNAVAILABLE', message: 'try again' };

  it('finds a write made whose answer was lost', async () => {
    for (const version of [0, 1]) {
      gcp.faults.inject({ ...lost, afterwards: true });
      await store.put(draft('a', 'us'), version);
    }
    expect(await store.get([key('a')])).toEqual([{ ...draft('a', 'us'), version: 2 }]);
    expect(gcp.faults.calls.get(COMMIT)).toBe(2);
  });

  it('finds a removal made whose answer was lost', async () => {
    await store.put(draft('a', 'us'), 0);
    gcp.faults.inject({ ...lost, afterwards: true });
    await store.remove(key('a'), 1);
    expect(await store.get([key('a')])).toEqual([]);
  });

  it('takes what somebody else removed for a conflict', async () => {
    await store.put(draft('a', 'us'), 0);
    await open().remove(key('a'), 1);
    await expect(store.remove(key('a'), 1)).rejects.toThrow(VersionConflictError);
  });

  it.each([
    ['could not be made', { ...lost, times: 3 }],
    ['met contention', { ...lost, status: 409, code: 'ABORTED' }],
  ])('makes a write again that %s', async (_it, fault) => {
    await store.put(draft('a', 'us'), 0);
    gcp.faults.inject(fault);
    expect(await store.put(draft('a', 'again'), 1)).toMatchObject({ version: 2 });
    expect(await open().get([key('a')])).toEqual([{ ...draft('a', 'again'), version: 2 }]);
  });

  it('reads again what could not be read', async () => {
    await store.put(draft('a', 'us'), 0);
    gcp.faults.inject({ ...lost, operation: READ });
    expect(await store.get([key('a')])).toHaveLength(1);
  });

  it('writes in one call what it has read, and in two what it has not', async () => {
    await open().put(draft('a', 'us'), 0);
    await store.list(key('a').partition);
    await store.put(draft('a', 'us'), 1);
    await store.put(draft('a', 'us'), 2);
    expect(gcp.faults.calls.get(READ)).toBeUndefined();
    await open().put(draft('a', 'us'), 3);
    expect(gcp.faults.calls.get(READ)).toBe(1);
  });

  it('writes to an item that was removed and made again since it was read', async () => {
    await store.put(draft('a', 'us'), 0);
    await open().remove(key('a'), 1);
    await open().put(draft('a', 'other'), 0);
    expect(await store.put(draft('a', 'us'), 1)).toMatchObject({ version: 2 });
  });

  it('gives up at once on an item that Firestore cannot hold', async () => {
    const huge = store.put({ ...key('a'), body: { text: 'x'.repeat(2 ** 20) } }, 0);
    await expect(huge).rejects.toThrow(/exceeds the maximum/);
    expect(gcp.faults.calls.get(COMMIT)).toBe(1);
  });

  it('gives up at once on what is denied, and names the collection', async () => {
    gcp.faults.inject({ operation: COMMIT, status: 403, code: 'PERMISSION_DENIED', message: 'no' });
    const answer = store.put(draft('a', 'us'), 0);
    await expect(answer).rejects.toThrow(RecordUnavailableError);
    await expect(answer).rejects.toThrow(/projects\/acme.*collection record.*no/);
    expect(gcp.faults.calls.get(COMMIT)).toBe(1);
  });
});
