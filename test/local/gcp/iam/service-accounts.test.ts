import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type GcpEmulator, startGcp } from '../../../../local/gcp/emulator.ts';
import { clients, refusal } from '../clients.ts';

const TOKENS = 'roles/iam.serviceAccountTokenCreator';
const loader = 'loader@acme-analytics.iam.gserviceaccount.com';
const anna = 'anna@astro.iam.gserviceaccount.com';
const ANNA = `serviceAccount:${anna}`;
const condition = { title: 'never', expression: 'false' };

let gcp: GcpEmulator;
const resource = (email: string, project = '-') => `projects/${project}/serviceAccounts/${email}`;
const read = async (name: string, version?: number) => {
  const { accounts } = clients(gcp.url);
  const asked = version === undefined ? {} : { 'options.requestedPolicyVersion': version };
  return (await accounts.getIamPolicy({ resource: name, ...asked })).data;
};
const write = (name: string, policy: object) =>
  clients(gcp.url).accounts.setIamPolicy({ resource: name, requestBody: { policy } });

beforeAll(async () => {
  gcp = await startGcp();
});
afterAll(() => gcp.close());
beforeEach(() => {
  gcp.projects.create('acme-analytics');
  gcp.serviceAccounts.create(loader);
  gcp.serviceAccounts.create(anna, { foreign: true });
});

describe('getIamPolicy and setIamPolicy of a service account', () => {
  it.each(['-', 'acme-analytics'])('lets it be impersonated, by project %s', async (project) => {
    const name = resource(loader, project);
    const { etag } = await read(name, 3);
    await write(name, { version: 3, etag, bindings: [{ role: TOKENS, members: [ANNA] }] });
    expect((await read(name, 3)).bindings).toEqual([{ role: TOKENS, members: [ANNA] }]);
    expect(gcp.canAct(ANNA, TOKENS, { serviceAccount: loader })).toBe(true);
  });

  it('keeps the promises of a project: etags, versions, members', async () => {
    const name = resource(loader);
    gcp.serviceAccounts.setPolicy(loader, {
      bindings: [{ role: TOKENS, members: [ANNA], condition }],
    });
    expect((await read(name)).bindings?.[0]?.role).toMatch(/_withcond_/);
    expect((await read(name, 3)).bindings?.[0]).toEqual({
      role: TOKENS,
      members: [ANNA],
      condition,
    });
    const stale = { version: 3, etag: 'BwYAAAAAAAA=', bindings: [] };
    expect(await refusal(write(name, stale))).toMatchObject({ status: 409, code: 'ABORTED' });
    const nobody = {
      bindings: [{ role: TOKENS, members: ['serviceAccount:no@no.iam.gserviceaccount.com'] }],
    };
    expect(await refusal(write(name, nobody))).toMatchObject({ status: 400 });
  });

  it('starts without a policy when it is made again', async () => {
    gcp.serviceAccounts.setPolicy(loader, { bindings: [{ role: TOKENS, members: [ANNA] }] });
    gcp.serviceAccounts.delete(loader);
    gcp.serviceAccounts.create(loader);
    expect(await read(resource(loader), 3)).toEqual({ etag: 'ACAB' });
  });

  it('has one that a policy by hand named first', async () => {
    const named = 'named@acme-analytics.iam.gserviceaccount.com';
    const bindings = [{ role: TOKENS, members: [`serviceAccount:${named}`] }];
    gcp.projects.setPolicy('acme-analytics', { bindings });
    expect(await read(resource(named))).toEqual({ etag: 'ACAB' });
  });

  const denied =
    "Permission 'iam.serviceAccounts.getIamPolicy' denied on resource (or it may not exist).";
  it.each([
    [
      'is not in our project',
      'no@acme-analytics.iam.gserviceaccount.com',
      '-',
      404,
      'Unknown service account',
    ],
    ['is not in the project named', loader, 'acme-raw', 404, 'Unknown service account'],
    ['is not in a foreign project', 'no@astro.iam.gserviceaccount.com', '-', 403, denied],
    ['is foreign', anna, '-', 403, denied],
  ])('refuses one that %s', async (_it, email, project, status, message) => {
    expect(await refusal(read(resource(email, project)))).toMatchObject({ status, message });
  });

  it('refuses what is forbidden', async () => {
    gcp.serviceAccounts.forbid(loader, 'getIamPolicy');
    expect(await refusal(read(resource(loader)))).toMatchObject({ status: 403, message: denied });
  });
});

describe('get of a service account', () => {
  it('tells its unique id, by which it is also found', async () => {
    const { accounts } = clients(gcp.url);
    const uid = gcp.serviceAccounts.create(loader);
    for (const name of [loader, uid])
      expect((await accounts.get({ name: resource(name) })).data).toMatchObject({
        email: loader,
        uniqueId: uid,
        projectId: 'acme-analytics',
      });
  });
});
