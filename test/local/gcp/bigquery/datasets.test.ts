import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type GcpEmulator, startGcp } from '../../../../local/gcp/emulator.ts';
import { clients, refusal } from '../clients.ts';

const PROJECT = 'acme-analytics';
const NAME = `${PROJECT}:daily`;
const DAILY = { projectId: PROJECT, datasetId: 'daily' };
const ANNA = 'astro-anna@astro-data-plane.iam.gserviceaccount.com';
const VIEW = 'roles/bigquery.dataViewer';
const condition = { title: 'never', expression: 'false' };
const owners = { role: 'OWNER', specialGroup: 'projectOwners' };
const view = { view: { projectId: PROJECT, datasetId: 'shared', tableId: 'v' } };
const anna = { role: 'READER', userByEmail: ANNA };

let gcp: GcpEmulator;
let time = Date.parse('2026-11-01T12:00:00Z');
beforeAll(async () => {
  gcp = await startGcp({ now: () => new Date(time) });
  gcp.projects.create(PROJECT);
});
afterAll(() => gcp.close());
beforeEach(() => {
  gcp.serviceAccounts.create(ANNA, { foreign: true });
  gcp.datasets.create(NAME, { description: 'by day', access: [owners, view] });
});

const read = async (more: object = { accessPolicyVersion: 3 }) =>
  (await clients(gcp.url).datasets.get({ ...DAILY, ...more })).data;
const patch = async (requestBody: object, more: object = { accessPolicyVersion: 3 }, etag = '') => {
  const headers = etag === '' ? {} : { 'If-Match': etag };
  const call = { ...DAILY, ...more, requestBody };
  return (await clients(gcp.url).datasets.patch(call, { headers })).data;
};

describe('datasets.get and datasets.patch', () => {
  it('replace the access list alone, and answer the old names of roles', async () => {
    const { etag, access = [] } = await read();
    const sent = [...(access ?? []), { role: VIEW, userByEmail: ANNA }];
    const written = await patch({ access: sent }, undefined, etag ?? '');
    expect(written).toMatchObject({ description: 'by day', access: [owners, view, anna] });
    expect(written.etag).not.toBe(etag);
    expect(await read()).toEqual(written);
    expect(gcp.canAct(`serviceAccount:${ANNA}`, VIEW, { project: PROJECT, dataset: 'daily' })).toBe(
      true,
    );
  });

  it('refuse a stale etag, which the description changes too, and overwrite without one', async () => {
    const { etag } = await read();
    gcp.datasets.change(NAME, { description: 'by night' });
    expect(await refusal(patch({ access: [anna] }, undefined, etag ?? ''))).toEqual({
      status: 412,
      code: 'FAILED_PRECONDITION',
      message: 'Precondition check failed.',
    });
    expect((await patch({ access: [anna] })).access).toEqual([anna]);
  });

  it('touch only what the mode says', async () => {
    const both = { access: [anna], description: 'x' };
    expect(await patch(both, { updateMode: 'UPDATE_ACL' })).toMatchObject({
      description: 'by day',
      access: [anna],
    });
    expect(
      await patch({ access: [], description: 'x' }, { updateMode: 'UPDATE_METADATA' }),
    ).toEqual(expect.objectContaining({ description: 'x', access: [anna] }));
  });

  it('show no etag with the access list alone, and no access list with the rest', async () => {
    expect(await read({ datasetView: 'ACL' })).toEqual({
      kind: 'bigquery#dataset',
      id: NAME,
      datasetReference: DAILY,
      access: [owners, view],
    });
    expect(await read({ datasetView: 'METADATA' })).not.toHaveProperty('access');
  });

  it('hide conditions below version 3, and refuse to write them', async () => {
    await patch({ access: [{ ...anna, condition }] });
    expect((await read()).access).toEqual([{ ...anna, condition }]);
    expect((await read({})).access?.[0]?.role).toMatch(/^READER_with_conditionalbinding_/);
    expect(await refusal(patch({ access: [anna] }, {}))).toMatchObject({ status: 400 });
    expect(gcp.canAct(`serviceAccount:${ANNA}`, VIEW, { project: PROJECT, dataset: 'daily' })).toBe(
      false,
    );
  });

  it.each<[string, object, RegExp]>([
    ['an entry for nobody', { role: 'READER' }, /exactly one of userByEmail/],
    ['an entry for two', { ...anna, ...view }, /exactly one of userByEmail/],
    ['a view with a role', { ...view, role: 'READER' }, /needs an empty role/],
    ['somebody without a role', { userByEmail: ANNA }, /needs a role/],
    [
      'whom nobody knows',
      { role: 'READER', userByEmail: 'x@p.iam.gserviceaccount.com' },
      /^IAM setPolicy failed for Dataset acme-analytics:daily: Service account x@p.iam.gserviceaccount.com does not exist\.$/,
    ],
    [
      'a member of no kind',
      { role: 'READER', iamMember: 'deleted:serviceaccount:x@p?uid=1' },
      /^IAM setPolicy failed for Dataset .* is of an unknown type/,
    ],
  ])('refuse %s', async (_it, entry, message) => {
    expect(await refusal(patch({ access: [owners, entry] }))).toEqual({
      status: 400,
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(message),
    });
  });

  it('refuse more than 1,500 members, and count no views', async () => {
    const people = Array.from({ length: 1_500 }, (_, index) => ({
      role: 'READER',
      userByEmail: `user-${index}@acme.com`,
    }));
    expect((await patch({ access: [view, ...people] })).access).toHaveLength(1_501);
    expect((await refusal(patch({ access: [owners, ...people] }))).message).toMatch(
      /\(1,501\) is larger than the maximum allowed size 1,500/,
    );
  });

  it('show a deleted account as a member, with another etag, and take it back to the letter', async () => {
    const { etag } = await patch({ access: [owners, anna] });
    gcp.serviceAccounts.delete(ANNA);
    const dataset = await read();
    const buried = {
      role: 'READER',
      iamMember: expect.stringMatching(`^deleted:serviceAccount:${ANNA}\\?uid=\\d+$`),
    };
    expect(dataset.access).toEqual([owners, buried]);
    expect(dataset.etag).not.toBe(etag);
    expect((await patch({ access: dataset.access })).access).toEqual(dataset.access);
    gcp.serviceAccounts.create(ANNA, { foreign: true });
    expect((await read()).access).toEqual([owners, buried]);
    const told = await refusal(patch({ access: [...(dataset.access ?? []), anna] }));
    expect(told.message).toMatch(/Inconsistent representation of deleted member/);
  });

  it('refuse outsiders where sharing is restricted', async () => {
    gcp.datasets.restrictSharing(NAME, () => false);
    expect((await refusal(patch({ access: [owners, anna] }))).message).toMatch(
      /^IAM setPolicy failed .* permitted customer/,
    );
    expect((await patch({ access: [owners] })).access).toEqual([owners]);
  });

  it('take writes no faster than is asked for, and call the others forbidden', async () => {
    gcp.datasets.limitRate(NAME, 2_000);
    await patch({ access: [owners] });
    expect(await refusal(patch({ access: [owners] }))).toMatchObject({
      status: 403,
      code: 'PERMISSION_DENIED',
      message: expect.stringMatching(/^Exceeded rate limits: too many dataset metadata update/),
    });
    time += 2_000;
    expect((await patch({ access: [owners] })).access).toEqual([owners]);
  });

  it('need a permission for the list and another for the rest', async () => {
    gcp.datasets.forbid(NAME, 'bigquery.datasets.get', 'bigquery.datasets.update');
    expect((await refusal(read())).message).toBe(
      `Access Denied: Dataset ${NAME}: Permission bigquery.datasets.get denied on dataset ${NAME} (or it may not exist).`,
    );
    expect(await read({ datasetView: 'ACL' })).toHaveProperty('access');
    expect(await refusal(patch({ access: [owners] }))).toMatchObject({ status: 403 });
    expect(await patch({ access: [owners] }, { updateMode: 'UPDATE_ACL' })).toHaveProperty('etag');
  });

  it('tell of what is not there, in our project only', async () => {
    gcp.datasets.delete(NAME);
    expect(await refusal(read())).toEqual({
      status: 404,
      code: 'NOT_FOUND',
      message: `Not found: Dataset ${NAME}`,
    });
    expect(await refusal(read({ projectId: 'their-project' }))).toMatchObject({ status: 403 });
  });

  it('count as calls, each by its name', async () => {
    gcp.faults.calls.clear();
    await read();
    await patch({ access: [owners] });
    expect(Object.fromEntries(gcp.faults.calls)).toEqual({
      'bigquery.datasets.get': 1,
      'bigquery.datasets.patch': 1,
    });
  });
});

describe('datasets.insert', () => {
  it('creates one with the usual entries, once', async () => {
    const { datasets } = clients(gcp.url);
    const datasetReference = { ...DAILY, datasetId: 'weekly' };
    const insert = () => datasets.insert({ projectId: PROJECT, requestBody: { datasetReference } });
    expect((await insert()).data.access).toContainEqual(owners);
    expect(await refusal(insert())).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
  });
});
