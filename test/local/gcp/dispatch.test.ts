import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type GcpEmulator, startGcp } from '../../../local/gcp/emulator.ts';
import { clients, refusal } from './clients.ts';

let gcp: GcpEmulator;
const operation = 'cloudresourcemanager.projects.setIamPolicy';
const write = (project = 'acme') =>
  clients(gcp.url).projects.setIamPolicy({
    resource: `projects/${project}`,
    requestBody: { policy: { bindings: [{ role: 'roles/a.b', members: ['user:jane@acme.com'] }] } },
  });

beforeAll(async () => {
  gcp = await startGcp();
});
afterAll(() => gcp.close());
beforeEach(() => {
  gcp.projects.create('acme');
  gcp.faults.clear();
  gcp.faults.calls.clear();
});

describe('every call', () => {
  it('is counted', async () => {
    await write();
    await write();
    expect([...gcp.faults.calls]).toEqual([[operation, 2]]);
  });

  it('meets the fault that waits for it, once', async () => {
    const message = 'Quota exceeded for quota metric';
    gcp.faults.inject({ operation, status: 429, code: 'RESOURCE_EXHAUSTED', message });
    expect(await refusal(write())).toEqual({ status: 429, code: 'RESOURCE_EXHAUSTED', message });
    expect(gcp.projects.policy('acme').bindings).toBeUndefined();
    expect((await write()).status).toBe(200);
  });

  it.each([
    ['of its older APIs', 'rateLimitExceeded', 'rateLimitExceeded'],
    ['of its newer APIs', 'PERMISSION_DENIED', 'forbidden'],
  ])('meets a fault in Google’s word %s', async (_apis, code, reason) => {
    gcp.faults.inject({ operation, status: 403, code, message: 'Not now.' });
    const told = await write().catch(({ response }) => response.data.error.errors[0].reason);
    expect(told).toBe(reason);
  });

  it('is carried out all the same where the fault comes afterwards', async () => {
    const fault = { status: 503, code: 'UNAVAILABLE', message: 'The service is unavailable.' };
    gcp.faults.inject({ operation, ...fault, afterwards: true });
    expect(await refusal(write())).toMatchObject({ status: 503 });
    expect(gcp.projects.policy('acme').bindings).toHaveLength(1);
  });

  it('is told from others by what is in its path or body', async () => {
    gcp.projects.create('other');
    const fault = { operation, status: 500, code: 'INTERNAL', message: 'Internal error.' };
    gcp.faults.inject({ ...fault, containing: 'projects/other' });
    expect((await write()).status).toBe(200);
    expect(await refusal(write('other'))).toMatchObject({ status: 500 });
  });

  it('is refused where there is no such method, or no JSON in the body', async () => {
    const [unknown, broken] = [`${gcp.url}/v9/x`, `${gcp.url}/v3/projects/acme:setIamPolicy`];
    expect((await fetch(unknown)).status).toBe(404);
    expect((await fetch(broken, { method: 'POST', body: '{' })).status).toBe(400);
  });
});
