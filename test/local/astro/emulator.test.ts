import { afterEach, describe, expect, it } from '@jest/globals';
import {
  type AstroEmulator,
  type AstroOptions,
  startAstro,
} from '../../../local/astro/emulator.ts';
import { listFault } from '../../../local/astro/list-deployments.ts';
import { CANARY } from '../../../local/astro/raw-deployment.ts';

const running: AstroEmulator[] = [];

afterEach(async () => {
  for (const astro of running.splice(0)) await astro.close();
});

async function start(options?: AstroOptions) {
  const astro = await startAstro(options);
  running.push(astro);
  const organization = `${astro.url}/v1/organizations/${astro.organizationId}`;
  const call = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${[...astro.tokens][0]}` };
    const response = await fetch(`${organization}/${path}`, { headers, ...init });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return { astro, call };
}

const names = (answer: { body: { deployments: { name: string }[] } }) =>
  answer.body.deployments.map(({ name }) => name);

describe('the emulated Astro', () => {
  it('makes the same ids, namespaces and identities from the same seed', async () => {
    const [one, same, other] = [await start(), await start(), await start({ seed: 'other' })];
    const create = ({ astro }: typeof one) => astro.create({ name: 'etl', cloud: 'gcp' });
    const { id, namespace, effectiveWorkloadIdentity: identity } = create(one);
    expect(create(same)).toMatchObject({ id, namespace, effectiveWorkloadIdentity: identity });
    expect(create(other).namespace).not.toBe(namespace);
    expect(id).toMatch(/^c[a-z0-9]{24}$/);
    expect(namespace).toMatch(/^[a-z]+-[a-z]+-\d{4}$/);
    expect(identity).toMatch(/^astro-[a-z0-9-]{1,24}@astro-data-plane\.iam\.gserviceaccount\.com$/);
  });

  it.each([
    [{ cloud: 'aws' as const }, 'arn:aws:iam::111122223333:role/astro-bold-star-9'],
    [{ cloud: 'gcp' as const }, 'astro-bold-star-9@astro-data-plane.iam.gserviceaccount.com'],
    [
      { cloud: 'aws' as const, type: 'HYBRID' as const, clusterId: 'clmk2qqia000008mhff3ndjr0' },
      'arn:aws:iam::111122223333:role/AirflowS3Logs-clmk2qqia000008mhff3ndjr0',
    ],
    [{ cloud: 'azure' as const }, undefined],
    [{ cloud: 'aws' as const, identity: 'arn:aws:iam::1:role/own' }, 'arn:aws:iam::1:role/own'],
  ])('tells the identity of %j', async (wanted, identity) => {
    const { astro, call } = await start();
    const { id } = astro.create({ name: 'etl', namespace: 'bold-star-9', ...wanted });
    const { body } = await call(`deployments/${id}`);
    expect(body.effectiveWorkloadIdentity).toBe(identity);
    expect(JSON.stringify(body.environmentVariables)).toContain(CANARY);
    expect(body.webServerUrl).not.toMatch(/^https/);
  });

  it('tells identity and status when their time has come', async () => {
    let now = Date.now();
    const clock = { now: () => new Date(now), sleep: async () => {} };
    const { astro, call } = await start({ clock, identityAfter: 1_000, creatingFor: 2_000 });
    const { id } = astro.create({ name: 'etl', cloud: 'aws' });
    const seen = async () => {
      const { body } = await call(`deployments/${id}`);
      return [body.status, 'effectiveWorkloadIdentity' in body];
    };
    expect(await seen()).toEqual(['CREATING', false]);
    now += 1_000;
    expect(await seen()).toEqual(['CREATING', true]);
    now += 1_000;
    expect(await seen()).toEqual(['HEALTHY', true]);
    astro.update(id, { status: 'HIBERNATING', effectiveWorkloadIdentity: undefined });
    expect(await seen()).toEqual(['HIBERNATING', false]);
  });

  it('sorts, filters and pages', async () => {
    const { astro, call } = await start();
    const ids = ['b', 'a', 'c'].map((name) => astro.create({ name, cloud: 'aws' }).id);
    astro.create({ name: 'd', cloud: 'aws', workspaceId: 'clmother' });
    expect(names(await call('deployments?sorts=name:desc'))).toEqual(['d', 'c', 'b', 'a']);
    expect(names(await call('deployments?sorts=createdAt:desc'))).toEqual(['d', 'c', 'a', 'b']);
    expect(names(await call('deployments?workspaceIds=clmother'))).toEqual(['d']);
    const two = `deploymentIds=${ids[0]}&deploymentIds=${ids[2]}`;
    expect(names(await call(`deployments?${two}`))).toEqual(['b', 'c']);
    const page = await call('deployments?limit=2&offset=1');
    expect(names(page)).toEqual(['b', 'c']);
    expect(page.body).toMatchObject({ limit: 2, offset: 1, totalCount: 4 });
    expect((await call('deployments?limit=5000')).body.limit).toBe(1_000);
  });

  it('is changed by who is let in, and tells those who listen', async () => {
    const { astro, call } = await start({ identityAfter: Number.POSITIVE_INFINITY });
    const heard: unknown[] = [];
    astro.created.add((raw) => heard.push(['created', raw.name, raw.effectiveWorkloadIdentity]));
    astro.removed.add((raw) => heard.push(['removed', raw.name, raw.effectiveWorkloadIdentity]));
    const wanted = { name: 'new', workspaceId: 'clmw', cloudProvider: 'AWS', region: 'us-east-1' };
    const post = { method: 'POST', body: JSON.stringify(wanted) };
    const headers = { authorization: `Bearer ${[...astro.tokens][0]}` };
    const created = await call('deployments', { headers, ...post });
    expect(created).toMatchObject({ status: 200, body: { name: 'new', region: 'us-east-1' } });
    expect((await call('deployments', { headers, ...post })).body).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('already exists'),
    });
    const path = `deployments/${created.body.id}`;
    const renamed = await call(path, { headers, method: 'POST', body: '{"name":"newer"}' });
    expect(renamed.body.name).toBe('newer');
    expect((await call(path, { headers, method: 'DELETE' })).status).toBe(204);
    expect((await call(path, { headers, method: 'DELETE' })).status).toBe(404);
    const identity = expect.stringMatching(/^arn:aws:iam::111122223333:role\/astro-/);
    expect(heard).toEqual([
      ['created', 'new', identity],
      ['removed', 'newer', identity],
    ]);
  });

  it("refuses in Astro's own form", async () => {
    const { astro, call } = await start({ requestsPerSecond: 3 });
    const error = (statusCode: number) => ({
      status: statusCode,
      body: { statusCode, message: expect.any(String), requestId: expect.any(String) },
    });
    const nobody = { headers: { authorization: 'Bearer other' } };
    expect(await call('deployments', nobody)).toEqual(error(401));
    expect(await call('deployments/cnone')).toEqual(error(404));
    expect(await call('../clmother/deployments')).toEqual(error(404));
    expect(await call('deployments')).toEqual(error(429));
    expect(await call('alerts')).toEqual(error(404));
    expect(astro.faults.calls).toEqual(
      new Map([
        ['ListDeployments', 3],
        ['GetDeployment', 1],
      ]),
    );
  });

  it('shows each fault as often as it was asked for', async () => {
    const { astro, call } = await start();
    for (const name of ['a', 'b', 'c']) astro.create({ name, cloud: 'aws' });
    astro.faults.inject(listFault('repeated-row'));
    expect(names(await call('deployments?limit=1&offset=1'))).toEqual(['a']);
    expect(names(await call('deployments?limit=1&offset=1'))).toEqual(['b']);
    const headers = { 'retry-after': '7' };
    const fault = { operation: 'ListDeployments', status: 429, code: 'x', message: 'Slow down' };
    astro.faults.inject({ ...fault, headers });
    expect((await call('deployments')).body).toMatchObject({ message: 'Slow down' });
    expect((await call('deployments')).status).toBe(200);
  });

  it('knows the clusters that its Deployments are in', async () => {
    const { astro, call } = await start();
    const { clusterId } = astro.create({ name: 'etl', cloud: 'gcp' });
    expect((await call(`clusters/${clusterId}`)).body).toMatchObject({
      cloudProvider: 'GCP',
      region: 'europe-west1',
    });
    expect((await call('clusters/cnone')).status).toBe(404);
  });
});
