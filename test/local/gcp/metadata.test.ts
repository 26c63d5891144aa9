import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { GoogleAuth } from 'google-auth-library';
import { cloudresourcemanager_v3 } from 'googleapis/build/src/apis/cloudresourcemanager/v3.js';
import { type GcpEmulator, startGcp } from '../../../local/gcp/emulator.ts';
import { clients, refusal } from './clients.ts';

const SCOPES = ['https://www.googleapis.com/auth/cloud-platform'];
const MINE = [
  'GCE_METADATA_HOST',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'HOME',
  'GOOGLE_CLOUD_PROJECT',
];

let gcp: GcpEmulator;
const before = Object.fromEntries(MINE.map((name) => [name, process.env[name]]));

beforeAll(async () => {
  gcp = await startGcp({ project: 'acme-analytics', requireToken: true });
  // Neither a key file nor gcloud's own credentials: what is left is the metadata server.
  for (const name of MINE) delete process.env[name];
  process.env.HOME = '/nowhere';
  process.env.GCE_METADATA_HOST = new URL(gcp.url).host;
});
afterAll(async () => {
  for (const [name, value] of Object.entries(before))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  await gcp.close();
});
afterEach(() => gcp.faults.calls.clear());

describe('Application Default Credentials', () => {
  it('finds project, account and access token as on a machine of Google’s', async () => {
    const auth = new GoogleAuth({ scopes: SCOPES });
    expect(await auth.getProjectId()).toBe('acme-analytics');
    expect(await auth.getAccessToken()).toMatch(/^ya29\.local-\d+$/);
    expect((await auth.getCredentials()).client_email).toBe(
      'deployment-authorizer@acme-analytics.iam.gserviceaccount.com',
    );
    expect(await auth.getUniverseDomain()).toBe('googleapis.com');
  });

  it('lets the clients call, and whoever comes without a token is refused', async () => {
    gcp.projects.create('acme-analytics');
    const resource = 'projects/acme-analytics';
    const auth = new GoogleAuth({ scopes: SCOPES });
    const { projects } = new cloudresourcemanager_v3.Cloudresourcemanager({
      auth,
      rootUrl: gcp.url,
    });
    expect((await projects.getIamPolicy({ resource })).data).toEqual({ etag: 'ACAB' });
    expect(gcp.faults.calls.get('metadata.token')).toBe(1);
    const bare = clients(gcp.url).projects.getIamPolicy({ resource });
    expect(await refusal(bare)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  it('gives identity tokens for an audience', async () => {
    const client = await new GoogleAuth().getIdTokenClient('https://receiver.acme.com');
    const headers = await client.getRequestHeaders();
    const [, claims = ''] = (headers.get('authorization') ?? '').split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'))).toMatchObject({
      aud: 'https://receiver.acme.com',
      iss: 'https://accounts.google.com',
    });
  });

  it('refuses a request without the header that proves its sender', async () => {
    const url = `${gcp.url}/computeMetadata/v1/instance/service-accounts/default/token`;
    expect((await fetch(url)).status).toBe(403);
  });
});
