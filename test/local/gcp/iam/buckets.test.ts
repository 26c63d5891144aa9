import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type GcpEmulator, startGcp } from '../../../../local/gcp/emulator.ts';
import { clients, refusal } from '../clients.ts';

const BUCKET = 'acme-raw';
const READER = 'roles/storage.objectViewer';
const condition = { title: 'never', expression: 'false' };
const jane = { role: READER, members: ['user:jane@acme.com'] };

let gcp: GcpEmulator;
let time = Date.parse('2026-11-01T12:00:00Z');
const read = async (bucket: string, version = 3) => {
  const { buckets } = clients(gcp.url);
  return (await buckets.getIamPolicy({ bucket, optionsRequestedPolicyVersion: version })).data;
};
const write = async (policy: object, bucket = BUCKET) =>
  (await clients(gcp.url).buckets.setIamPolicy({ bucket, requestBody: policy })).data;

beforeAll(async () => {
  gcp = await startGcp({ now: () => new Date(time) });
});
afterAll(() => gcp.close());
beforeEach(() => gcp.buckets.create(BUCKET));

describe('getIamPolicy and setIamPolicy of a bucket', () => {
  it('writes what was read with its etag', async () => {
    const { etag } = await read(BUCKET);
    const written = await write({ version: 3, etag, bindings: [jane, { ...jane, condition }] });
    expect(written).toMatchObject({ kind: 'storage#policy', version: 3, etag: 'CAE=' });
    expect(await read(BUCKET)).toEqual(written);
    expect((await read(BUCKET, 1)).bindings?.[1]?.role).toMatch(/_withcond_/);
    expect(gcp.canAct('user:jane@acme.com', READER, { bucket: BUCKET })).toBe(true);
  });

  it('refuses a stale etag with 412, and without a canonical status', async () => {
    const { etag } = await write({ bindings: [jane] });
    await write({ bindings: [] });
    const told = await refusal(write({ version: 3, etag, bindings: [jane] }));
    expect(told).toEqual({ status: 412, message: 'Precondition Failed' });
  });

  it('can be opened to everybody, unlike a project', async () => {
    const open = { role: READER, members: ['allUsers'] };
    expect((await write({ bindings: [open] })).bindings).toEqual([open]);
  });

  it('refuses outsiders with 412', async () => {
    gcp.buckets.restrictSharing(BUCKET, () => false);
    expect(await refusal(write({ bindings: [jane] }))).toMatchObject({ status: 412 });
  });

  it('takes one write a second where that is asked for', async () => {
    gcp.buckets.limitRate(BUCKET, 1_000);
    await write({ bindings: [jane] });
    const told = await refusal(write({ bindings: [] }));
    expect(told).toMatchObject({ status: 429 });
    expect(told.message).toMatch(/^The rate of change requests to the bucket acme-raw exceeds/);
    time += 1_000;
    expect((await write({ bindings: [] })).bindings).toEqual([]);
  });

  it('tells of a bucket that is not there, and of what is forbidden', async () => {
    const absent = { status: 404, message: 'The specified bucket does not exist.' };
    expect(await refusal(read('nowhere'))).toEqual(absent);
    gcp.buckets.forbid(BUCKET, 'setIamPolicy');
    const told = await refusal(write({ bindings: [] }));
    expect(told.status).toBe(403);
    expect(told.message).toMatch(/does not have storage\.buckets\.setIamPolicy access/);
  });
});
