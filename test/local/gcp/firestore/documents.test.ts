import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type GcpEmulator, startGcp } from '../../../../local/gcp/emulator.ts';
import { clients, refusal } from '../clients.ts';

const DATABASE = 'projects/acme/databases/(default)';
const PARENT = `${DATABASE}/documents`;
const at = (id: string) => `${PARENT}/items/${id}`;
const text = (stringValue: string) => ({ stringValue });

let gcp: GcpEmulator;
const documents = () => clients(gcp.url).documents;
const create = (documentId: string, value = documentId) =>
  documents().createDocument({
    parent: PARENT,
    collectionId: 'items',
    documentId,
    requestBody: { fields: { text: text(value) } },
  });

beforeAll(async () => {
  gcp = await startGcp();
});
afterAll(() => gcp.close());
beforeEach(() => gcp.firestore.clear());

describe('documents', () => {
  it('are created once', async () => {
    const { data } = await create('a');
    expect(data).toMatchObject({ name: at('a'), fields: { text: text('a') } });
    expect(await refusal(create('a'))).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
  });

  it('may have any name that has no slash', async () => {
    const id = 'arn:aws:iam::999988887777:role%2Fä b?#';
    await create(encodeURIComponent(id));
    const names = [at(encodeURIComponent(id))];
    const { data } = await documents().batchGet({
      database: DATABASE,
      requestBody: { documents: names },
    });
    expect(data).toMatchObject([{ found: { name: names[0] } }]);
  });

  it('are got in a batch, in whatever order, the missing ones as well', async () => {
    for (const id of ['a', 'b']) await create(id);
    const names = ['a', 'none', 'b'].map(at);
    const { data } = await documents().batchGet({
      database: DATABASE,
      requestBody: { documents: names },
    });
    const entries = [data].flat() as {
      found?: { name?: string };
      missing?: string;
      readTime?: string;
    }[];
    expect(entries.map(({ found, missing }) => found?.name ?? missing).toSorted()).toEqual(
      names.toSorted(),
    );
    expect(entries.filter(({ missing }) => missing)).toEqual([
      { missing: at('none'), readTime: expect.any(String) },
    ]);
    expect(entries.map(({ found, missing }) => found?.name ?? missing)).not.toEqual(names);
  });

  it('are patched by mask and under a condition', async () => {
    const { data } = await create('a');
    const fields = { more: text('x') };
    const patch = (condition: object) =>
      documents().patch({
        name: at('a'),
        'updateMask.fieldPaths': ['more'],
        requestBody: { fields },
        ...condition,
      });
    const stale = patch({ 'currentDocument.updateTime': '2020-01-01T00:00:00Z' });
    expect(await refusal(stale)).toMatchObject({ status: 400, code: 'FAILED_PRECONDITION' });
    const { data: patched } = await patch({ 'currentDocument.updateTime': data.updateTime });
    expect(patched.fields).toEqual({ text: text('a'), more: text('x') });
  });

  it('are deleted, under a condition where there is one', async () => {
    await create('a');
    await documents().delete({ name: at('a') });
    await documents().delete({ name: at('a') });
    const gone = documents().delete({ name: at('a'), 'currentDocument.exists': true });
    expect(await refusal(gone)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it('are listed page by page', async () => {
    for (const id of ['c', 'a', 'b']) await create(id);
    const list = (pageToken?: string) =>
      documents().list({
        parent: PARENT,
        collectionId: 'items',
        pageSize: 2,
        ...(pageToken && { pageToken }),
      });
    const { data: first } = await list();
    const { data: second } = await list(first.nextPageToken ?? '');
    const names = [...(first.documents ?? []), ...(second.documents ?? [])].map(({ name }) => name);
    expect(names).toEqual(['a', 'b', 'c'].map(at));
    expect(second.nextPageToken).toBeUndefined();
  });

  it('are counted by the name of each method', async () => {
    gcp.faults.calls.clear();
    await create('a');
    await documents().get({ name: at('a') });
    await documents().list({ parent: PARENT, collectionId: 'items' });
    expect([...gcp.faults.calls.keys()]).toEqual([
      'firestore.documents.createDocument',
      'firestore.documents.get',
      'firestore.documents.list',
    ]);
  });
});
