import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type GcpEmulator, startGcp } from '../../../local/gcp/emulator.ts';
import { clients, refusal } from './clients.ts';

let gcp: GcpEmulator;
const IDS = ['acme-a', 'acme-b', 'acme-c'];

beforeAll(async () => {
  gcp = await startGcp({ project: 'acme-a' });
  for (const id of IDS) {
    gcp.projects.create(id);
    gcp.serviceAccounts.create(`loader@${id}.iam.gserviceaccount.com`);
    gcp.serviceAccounts.create(`reader@${id}.iam.gserviceaccount.com`);
    gcp.buckets.create(`${id}-raw`, undefined, id);
    gcp.buckets.create(`${id}-lake`, undefined, id);
    gcp.datasets.create(`${id}:daily`);
    gcp.datasets.create(`${id}:hourly`);
  }
});
afterAll(() => gcp.close());
beforeEach(() => {
  gcp.pages.most = Number.POSITIVE_INFINITY;
});

interface Listed {
  readonly names: readonly (string | null | undefined)[];
  readonly next?: string | null | undefined;
}

const LISTS: readonly [string, (pageToken?: string) => Promise<Listed>, readonly string[]][] = [
  [
    'projects',
    async (pageToken) => {
      const { data } = await clients(gcp.url).projects.search({ ...(pageToken && { pageToken }) });
      const names = (data.projects ?? []).map(({ projectId }) => projectId);
      return { names, next: data.nextPageToken };
    },
    IDS,
  ],
  [
    'service accounts',
    async (pageToken) => {
      const name = 'projects/acme-b';
      const options = { name, ...(pageToken && { pageToken }) };
      const { data } = await clients(gcp.url).accounts.list(options);
      return {
        names: (data.accounts ?? []).map(({ email }) => email),
        next: data.nextPageToken,
      };
    },
    ['loader@acme-b.iam.gserviceaccount.com', 'reader@acme-b.iam.gserviceaccount.com'],
  ],
  [
    'buckets',
    async (pageToken) => {
      const options = { project: 'acme-b', ...(pageToken && { pageToken }) };
      const { data } = await clients(gcp.url).buckets.list(options);
      return { names: (data.items ?? []).map(({ name }) => name), next: data.nextPageToken };
    },
    ['acme-b-lake', 'acme-b-raw'],
  ],
  [
    'datasets',
    async (pageToken) => {
      const options = { projectId: 'acme-b', ...(pageToken && { pageToken }) };
      const { data } = await clients(gcp.url).datasets.list(options);
      const names = (data.datasets ?? []).map(({ datasetReference: one }) => one?.datasetId);
      return { names, next: data.nextPageToken };
    },
    ['daily', 'hourly'],
  ],
];

describe.each(LISTS)('the list of %s', (_what, list, all) => {
  it('has all of them', async () => {
    expect(await list()).toEqual({ names: all, next: undefined });
  });

  it('comes in pages', async () => {
    gcp.pages.most = 1;
    const first = await list();
    expect(first.names).toEqual(all.slice(0, 1));
    expect((await list(first.next ?? '')).names).toEqual(all.slice(1, 2));
  });
});

it('of projects leaves out those that are not the caller’s to see', async () => {
  gcp.projects.forbid('acme-c', 'get');
  const { data } = await clients(gcp.url).projects.search({});
  expect(data.projects?.map(({ projectId }) => projectId)).toEqual(['acme-a', 'acme-b']);
  gcp.projects.forbid('acme-c');
});

it.each([
  ['service accounts', () => clients(gcp.url).accounts.list({ name: 'projects/nowhere' })],
  ['buckets', () => clients(gcp.url).buckets.list({ project: 'nowhere' })],
  ['datasets', () => clients(gcp.url).datasets.list({ projectId: 'nowhere' })],
])('%s of a project that is not ours are denied', async (_what, call) => {
  expect((await refusal(call())).status).toBe(403);
});
