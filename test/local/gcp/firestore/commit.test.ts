import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { firestore_v1 } from 'googleapis/build/src/apis/firestore/v1.js';
import { type GcpEmulator, startGcp } from '../../../../local/gcp/emulator.ts';
import { micros } from '../../../../local/gcp/firestore/time.ts';
import { clients, refusal } from '../clients.ts';

type Write = firestore_v1.Schema$Write;

const DATABASE = 'projects/acme/databases/(default)';
const at = (id: string) => `${DATABASE}/documents/items/${id}`;
const text = (stringValue: string) => ({ stringValue });
const put = (id: string, value: string, currentDocument?: object): Write => ({
  update: { name: at(id), fields: { text: text(value) } },
  ...(currentDocument && { currentDocument }),
});

let gcp: GcpEmulator;
const commit = async (...writes: Write[]) => {
  const { documents } = clients(gcp.url);
  return (await documents.commit({ database: DATABASE, requestBody: { writes } })).data;
};
const get = async (id: string) => (await clients(gcp.url).documents.get({ name: at(id) })).data;

beforeAll(async () => {
  gcp = await startGcp({ now: () => new Date('2026-11-01T12:00:00Z') });
});
afterAll(() => gcp.close());
beforeEach(() => gcp.firestore.clear());

describe('commit', () => {
  it('gives every change a later time, to the microsecond', async () => {
    const first = await commit(put('a', '1'));
    const second = await commit(put('a', '2'));
    const times = [first, second].map(({ writeResults }) => writeResults?.[0]?.updateTime ?? '');
    expect(times[0]).toMatch(/^2026-11-01T12:00:00(\.\d{6})?Z$/);
    // As text they would sort wrongly: Google leaves out a fraction of zeros.
    expect(times.map(micros)[1]).toBeGreaterThan(times.map(micros)[0] ?? Number.NaN);
    expect(await get('a')).toMatchObject({ createTime: times[0], updateTime: times[1] });
  });

  it('leaves the time as it was where nothing changes', async () => {
    const first = await commit(put('a', '1'));
    const second = await commit(put('a', '1'));
    expect(second.writeResults).toEqual(first.writeResults);
  });

  it('writes all or nothing', async () => {
    await commit(put('b', '1'));
    const writes = [put('a', '1'), put('b', '2', { exists: false })];
    expect((await refusal(commit(...writes))).status).toBe(409);
    expect((await refusal(get('a'))).status).toBe(404);
  });

  it.each<[string, Write, number, string, RegExp]>([
    [
      'a new one that is there',
      put('a', '2', { exists: false }),
      409,
      'ALREADY_EXISTS',
      /^Document already exists: /,
    ],
    [
      'an old one that is not there',
      put('b', '2', { exists: true }),
      404,
      'NOT_FOUND',
      /^No document to update: /,
    ],
    [
      'one that changed since',
      put('a', '2', { updateTime: '2020-01-01T00:00:00Z' }),
      400,
      'FAILED_PRECONDITION',
      /^the stored version \(\d+\) does not match the required base version \(1577836800000000\)$/,
    ],
    [
      'one that went since',
      put('b', '2', { updateTime: '2020-01-01T00:00:00Z' }),
      404,
      'NOT_FOUND',
      /^No document/,
    ],
    [
      'the deletion of one that changed since',
      { delete: at('a'), currentDocument: { updateTime: '2020-01-01T00:00:00Z' } },
      400,
      'FAILED_PRECONDITION',
      /^the stored/,
    ],
    [
      'a name with an odd number of parts',
      put('a/b', '2'),
      400,
      'INVALID_ARGUMENT',
      /^Document name/,
    ],
    ['a reserved name', put('__a__', '2'), 400, 'INVALID_ARGUMENT', /reserved/],
    [
      'a value of no type',
      { update: { name: at('a'), fields: { text: {} } } },
      400,
      'INVALID_ARGUMENT',
      /^Invalid value/,
    ],
    [
      'more than a mebibyte',
      put('a', 'x'.repeat(1_048_577)),
      400,
      'INVALID_ARGUMENT',
      /exceeds the maximum allowed size of 1,048,576 bytes/,
    ],
  ])('refuses %s', async (_it, write, status, code, message) => {
    await commit(put('a', '1'));
    expect(await refusal(commit(write))).toEqual({
      status,
      code,
      message: expect.stringMatching(message),
    });
    expect((await get('a')).fields).toEqual({ text: text('1') });
  });

  it('takes the time of the last write for a condition, and deletes under one', async () => {
    const { writeResults } = await commit(put('a', '1', { exists: false }));
    const updateTime = writeResults?.[0]?.updateTime ?? '';
    const after = await commit(put('a', '2', { updateTime }));
    const last = { updateTime: after.writeResults?.[0]?.updateTime ?? '' };
    expect(await commit({ delete: at('a'), currentDocument: last })).toMatchObject({
      writeResults: [{}],
    });
    expect((await refusal(get('a'))).code).toBe('NOT_FOUND');
  });

  it('changes only the fields that a mask names', async () => {
    const fields = {
      a: text('1'),
      'b-c': text('1'),
      d: { mapValue: { fields: { e: text('1'), f: text('1') } } },
    };
    await commit({ update: { name: at('a'), fields } });
    await commit({
      update: {
        name: at('a'),
        fields: { a: text('2'), d: { mapValue: { fields: { e: text('2') } } } },
      },
      updateMask: { fieldPaths: ['`b-c`', 'd.e'] },
    });
    expect((await get('a')).fields).toEqual({
      a: text('1'),
      d: { mapValue: { fields: { e: text('2'), f: text('1') } } },
    });
    const unquoted = { update: { name: at('a'), fields }, updateMask: { fieldPaths: ['b-c'] } };
    expect((await refusal(commit(unquoted))).status).toBe(400);
  });

  it('gives values back as Firestore types them', async () => {
    await commit({
      update: {
        name: at('a'),
        fields: {
          integer: { integerValue: '7' },
          time: { timestampValue: '2026-11-01T12:00:00.120000Z' },
          none: { nullValue: 'NULL_VALUE' },
          list: { arrayValue: { values: [{ booleanValue: true }, { doubleValue: 0.5 }] } },
        },
      },
    });
    expect((await get('a')).fields).toEqual({
      integer: { integerValue: '7' },
      time: { timestampValue: '2026-11-01T12:00:00.120Z' },
      none: { nullValue: null },
      list: { arrayValue: { values: [{ booleanValue: true }, { doubleValue: 0.5 }] } },
    });
  });

  it('sets its own time and counts', async () => {
    const updateTransforms = [
      { fieldPath: 'at', setToServerValue: 'REQUEST_TIME' },
      { fieldPath: 'count', increment: { integerValue: '2' } },
    ];
    const write = { update: { name: at('a'), fields: {} }, updateTransforms };
    const { commitTime } = await commit(write);
    expect((await get('a')).fields).toEqual({
      at: { timestampValue: commitTime },
      count: { integerValue: '2' },
    });
  });
});

describe('restore', () => {
  it('brings back an earlier state', async () => {
    await commit(put('a', '1'));
    const earlier = gcp.firestore.snapshot();
    await commit(put('a', '2'), put('b', '2'));
    gcp.firestore.restore(earlier);
    expect((await get('a')).fields).toEqual({ text: text('1') });
    expect(gcp.firestore.all()).toHaveLength(1);
  });
});
