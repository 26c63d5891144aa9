import { describe, expect, it } from '@jest/globals';
import { CANARY } from '../../local/astro/raw-deployment.ts';
import {
  AstroAnswerError,
  AstroDeniedError,
  AstroUnavailableError,
} from '../../shared/deployment/astro-errors.ts';
import { InvalidEventError } from '../../shared/runtime/errors.ts';
import { setUp } from './astro-setup.ts';

const NOBODY = 'caaaaaaaaaaaaaaaaaaaaaaaa';
const get = 'GetDeployment';

describe('get', () => {
  it('tells what the product uses of a Deployment on AWS', async () => {
    const { emulator, astro } = await setUp({ seed: 'a' });
    const raw = emulator.create({ name: 'etl-prod', cloud: 'aws', namespace: 'fiery-nebula-1234' });
    expect(await astro.get(raw.id)).toEqual({
      id: raw.id,
      name: 'etl-prod',
      namespace: 'fiery-nebula-1234',
      organizationId: emulator.organizationId,
      workspaceId: 'clmh58o7d000108lb74ktc9o64',
      workspaceName: 'Data',
      type: 'STANDARD',
      cloud: 'aws',
      region: 'eu-west-1',
      clusterId: raw.clusterId,
      clusterName: 'shared-aws',
      status: 'HEALTHY',
      remoteExecution: false,
      workloadIdentity: 'arn:aws:iam::111122223333:role/astro-fiery-nebula-1234',
      airflowVersion: '3.0.4',
      airflowUrl: `https://${emulator.organizationId}.astronomer.example/d${raw.id.slice(-7)}`,
      createdAt: raw.createdAt,
      createdBy: 'jane@acme.example',
    });
  });

  it('tells a service account, an identity for disaster recovery and Remote Execution', async () => {
    const { emulator, astro } = await setUp();
    const drIdentity = 'astro-dr@astro-data-plane.iam.gserviceaccount.com';
    const namespace = 'magnificent-supernova-2784';
    const { id } = emulator.create({
      ...{ name: 'ml', cloud: 'gcp', namespace, drIdentity, remoteExecution: true },
    });
    expect(await astro.get(id)).toMatchObject({
      cloud: 'gcp',
      workloadIdentity: 'astro-magnificent-supernova-27@astro-data-plane.iam.gserviceaccount.com',
      drWorkloadIdentity: drIdentity,
      remoteExecution: true,
    });
  });

  it.each([
    ['an absent identity', { effectiveWorkloadIdentity: undefined }, 'workloadIdentity', undefined],
    ['an empty identity', { effectiveWorkloadIdentity: '' }, 'workloadIdentity', undefined],
    ['no identity', { effectiveWorkloadIdentity: null }, 'workloadIdentity', undefined],
    [
      'the field of another version',
      { workloadIdentity: 'x', effectiveWorkloadIdentity: '' },
      'workloadIdentity',
      undefined,
    ],
    ['a status that it does not know', { status: 'RESTORING' }, 'status', 'UNKNOWN'],
    ['a type that it does not know', { type: 'SERVERLESS' }, 'type', 'UNKNOWN'],
    ['no status', { status: undefined }, 'status', 'UNKNOWN'],
    ['no type', { type: undefined }, 'type', 'UNKNOWN'],
    ['no version of Airflow', { airflowVersion: '' }, 'airflowVersion', 'NA'],
    ["a token's name", { createdBy: { apiTokenName: 'ci' } }, 'createdBy', 'ci'],
    ['no creator', { createdBy: null }, 'createdBy', undefined],
    [
      'Remote Execution switched off',
      { remoteExecution: { enabled: false } },
      'remoteExecution',
      false,
    ],
    [
      'an address with a scheme',
      { webServerUrl: 'https://a.example/d1/?orgId=o' },
      'airflowUrl',
      'https://a.example/d1',
    ],
    ['an address that is none', { webServerUrl: 'javascript:alert(1)' }, 'airflowUrl', undefined],
  ])('reads %s', async (_which, patch, field, value) => {
    const { emulator, astro } = await setUp();
    const { id } = emulator.create({ name: 'etl', cloud: 'aws' });
    emulator.update(id, patch);
    expect((await astro.get(id))?.[field as 'name']).toBe(value);
  });

  it.each([
    ['its cluster', {}, { cloud: 'gcp', region: 'europe-west1' }],
    [
      'its cluster, the region only',
      { cloudProvider: 'GCP' },
      { cloud: 'gcp', region: 'europe-west1' },
    ],
    ['its identity', { clusterId: undefined }, { cloud: 'gcp' }],
  ])('learns cloud and region from %s', async (_which, patch, known) => {
    const { emulator, astro } = await setUp();
    const { id } = emulator.create({ name: 'etl', cloud: 'gcp' });
    emulator.update(id, { cloudProvider: undefined, region: undefined, ...patch });
    expect(await astro.get(id)).toMatchObject(known);
  });

  it('asks for a cluster once', async () => {
    const { emulator, astro, clock } = await setUp();
    for (const name of ['a', 'b', 'c']) {
      const { id } = emulator.create({ name, cloud: 'aws' });
      emulator.update(id, { region: '' });
      await astro.get(id);
      await clock.sleep(60_000);
    }
    expect(emulator.faults.calls.get('GetCluster')).toBe(1);
  });

  it('names the permission where only the cluster knows the cloud, and the token may not ask', async () => {
    const { emulator, astro } = await setUp();
    const { id } = emulator.create({ name: 'etl', cloud: 'aws', identityAfter: 1e9 });
    emulator.update(id, { cloudProvider: '', region: '' });
    emulator.faults.inject({ operation: 'GetCluster', ...FORBIDDEN });
    await expect(astro.get(id)).rejects.toThrow('permission organization.clusters.get');
  });

  it('goes on without the region where the token may not ask for clusters', async () => {
    const { emulator, astro, lines } = await setUp();
    const { id } = emulator.create({ name: 'etl', cloud: 'aws' });
    emulator.update(id, { region: '' });
    emulator.faults.inject({ operation: 'GetCluster', ...FORBIDDEN });
    expect((await astro.get(id))?.region).toBeUndefined();
    expect(lines.join()).toContain('astro.region-unknown');
  });

  it('waits for the region where the cluster is only out of reach, since rules may ask for it', async () => {
    const { emulator, astro } = await setUp();
    const { id } = emulator.create({ name: 'etl', cloud: 'aws' });
    emulator.update(id, { region: '' });
    emulator.faults.inject({ operation: 'GetCluster', ...DOWN, times: 4 });
    await expect(astro.get(id)).rejects.toThrow(AstroUnavailableError);
  });
});

describe('get, where there is no such Deployment', () => {
  it('answers undefined once it is removed', async () => {
    const { emulator, astro } = await setUp();
    const { id } = emulator.create({ name: 'etl', cloud: 'aws' });
    emulator.create({ name: 'other', cloud: 'aws' });
    emulator.remove(id);
    expect(await astro.get(id)).toBeUndefined();
  });

  it('does not take an unknown Organization for it', async () => {
    const { astro } = await setUp({}, { organizationId: 'clmh59gt0000308lbgswexxxx' });
    await expect(astro.get(NOBODY)).rejects.toThrow(AstroDeniedError);
    await expect(astro.get(NOBODY)).rejects.toThrow('ASTRO_ORGANIZATION_ID');
  });

  it("does not take a proxy's page for it", async () => {
    const { emulator, astro } = await setUp();
    const page = { operation: get, status: 404, code: 'html', message: '' };
    emulator.faults.inject({ ...page, times: 4 });
    await expect(astro.get(NOBODY)).rejects.toThrow(AstroUnavailableError);
  });

  it.each([
    ['of no form', {}],
    ["of another's form", { error: 'not found' }],
    ['that says another status', { message: 'Not found', requestId: 'r', statusCode: 502 }],
  ])('does not take a 404 %s for it', async (_which, body) => {
    const { astro } = await setUp({}, { fetch: async () => Response.json(body, { status: 404 }) });
    await expect(astro.get(NOBODY)).rejects.toThrow(AstroUnavailableError);
  });

  it('does not believe a 404 for a Deployment that is listed', async () => {
    const { emulator, astro } = await setUp();
    const { id } = emulator.create({ name: 'etl', cloud: 'aws' });
    emulator.faults.inject({ operation: get, status: 404, code: 'x', message: 'Not found' });
    await expect(astro.get(id)).rejects.toThrow(AstroUnavailableError);
  });

  it('does not believe the answer about another one', async () => {
    const { emulator, astro } = await setUp();
    const [one, other] = ['a', 'b'].map((name) => emulator.create({ name, cloud: 'aws' }));
    emulator.update(one?.id ?? '', { id: other?.id });
    await expect(astro.get(one?.id ?? '')).rejects.toThrow(AstroAnswerError);
  });

  it.each(['', '../clusters', `${NOBODY}/x`, NOBODY.toUpperCase(), `${NOBODY}?a=b`])(
    'puts no %j into an address',
    async (id) => {
      const { emulator, astro } = await setUp();
      await expect(astro.get(id)).rejects.toThrow(InvalidEventError);
      expect(emulator.faults.calls.size).toBe(0);
    },
  );
});

const FORBIDDEN = { status: 403, code: 'x', message: 'Forbidden' };
const DOWN = { status: 503, code: 'x', message: 'Try again' };

describe('get, where Astro refuses', () => {
  it('names the permission that the token lacks', async () => {
    const { emulator, astro } = await setUp();
    emulator.faults.inject({ operation: get, ...FORBIDDEN });
    const denied = astro.get(NOBODY);
    await expect(denied).rejects.toThrow(AstroDeniedError);
    await expect(denied).rejects.toMatchObject({
      disposition: 'retry',
      advice: 'Give the Astro API token a role with the permission deployment.get.',
    });
  });

  it('fetches a rotated token once, and afresh', async () => {
    const asked: unknown[] = [];
    const { emulator, astro } = await setUp(
      {},
      {
        token: async (options) => {
          asked.push(options);
          return options?.fresh ? 'new-token' : 'local-astro-token';
        },
      },
    );
    const { id } = emulator.create({ name: 'etl', cloud: 'aws' });
    emulator.tokens.clear();
    emulator.tokens.add('new-token');
    expect(await astro.get(id)).toMatchObject({ name: 'etl' });
    expect(asked).toEqual([undefined, { fresh: true }]);

    emulator.tokens.clear();
    await expect(astro.get(id)).rejects.toThrow(AstroDeniedError);
    expect(asked).toHaveLength(4);
  });

  it.each(['', '\n', 'two\nlines', 'smart’quote'])(
    'sends no token %j, nor shows it',
    async (bad) => {
      const { astro } = await setUp({}, { token: async () => bad });
      const denied = astro.get(NOBODY);
      await expect(denied).rejects.toThrow('not one line of plain characters');
      await expect(denied).rejects.not.toThrow(/lines|smart/);
    },
  );

  it('takes a token with the line break that its file ends with', async () => {
    const { emulator, astro } = await setUp({}, { token: async () => 'local-astro-token\n' });
    const { id } = emulator.create({ name: 'etl', cloud: 'aws' });
    expect(await astro.get(id)).toBeDefined();
  });

  it('says why it cannot read an answer, without what is in it', async () => {
    const { emulator, astro, lines } = await setUp();
    const { id } = emulator.create({ name: 'etl', cloud: 'aws' });
    emulator.update(id, { workspaceId: 7 });
    const failed = astro.get(id);
    await expect(failed).rejects.toThrow(AstroAnswerError);
    await expect(failed).rejects.toThrow('workspaceId');
    expect(lines.join()).not.toContain(CANARY);
  });

  it('does not repeat a call that Astro finds wrong', async () => {
    const { emulator, astro } = await setUp();
    emulator.faults.inject({ operation: get, status: 400, code: 'x', message: 'Invalid request' });
    await expect(astro.get(NOBODY)).rejects.toThrow('Invalid request');
    expect(emulator.faults.calls.get(get)).toBe(1);
  });
});

describe('get, where Astro is out of order', () => {
  it.each([
    ['429', { status: 429, code: 'x', message: 'Too many requests' }],
    ['500', { status: 500, code: 'x', message: 'Internal error' }],
    ['a page instead of JSON', { status: 200, code: 'html', message: '' }],
    ["a gateway's page", { status: 502, code: 'html', message: '' }],
    [
      'a redirect to a page',
      { status: 302, code: 'html', message: '', headers: { location: '/' } },
    ],
  ])('tries again after %s, a little later each time', async (_which, fault) => {
    const { emulator, astro, clock } = await setUp();
    const { id } = emulator.create({ name: 'etl', cloud: 'aws' });
    emulator.faults.inject({ operation: get, ...fault, times: 3 });
    expect(await astro.get(id)).toBeDefined();
    expect(clock.slept).toHaveLength(3);
    const [first = 0, second = 0, third = 0] = clock.slept;
    for (const [slept, most] of [
      [first, 500],
      [second, 1_000],
      [third, 2_000],
    ] as const) {
      expect(slept).toBeGreaterThanOrEqual(most / 2);
      expect(slept).toBeLessThanOrEqual(most);
    }
  });

  it('gives up after four attempts, and leaves the rest to the queue', async () => {
    const { emulator, astro } = await setUp();
    emulator.faults.inject({ operation: get, ...DOWN, times: 9 });
    const failed = astro.get(NOBODY);
    await expect(failed).rejects.toMatchObject({ code: 'astro-unavailable', disposition: 'retry' });
    await expect(failed).rejects.toThrow('Try again');
    expect(emulator.faults.calls.get(get)).toBe(4);
  });

  it.each([
    ['seconds', () => '3'],
    ['a date', () => new Date(Date.now() + 3_900).toUTCString()],
  ])('waits as long as it is asked to, in %s', async (_form, asked) => {
    const { emulator, astro, clock } = await setUp();
    const { id } = emulator.create({ name: 'etl', cloud: 'aws' });
    const headers = { 'retry-after': asked() };
    emulator.faults.inject({ operation: get, status: 429, code: 'x', message: '', headers });
    await astro.get(id);
    expect(clock.slept[0]).toBeGreaterThan(2_000);
    expect(clock.slept[0]).toBeLessThan(5_000);
  });

  it('does not sleep out a long wait', async () => {
    const { emulator, astro, clock } = await setUp();
    const headers = { 'retry-after': '120' };
    emulator.faults.inject({ operation: get, status: 429, code: 'x', message: '', headers });
    await expect(astro.get(NOBODY)).rejects.toThrow(AstroUnavailableError);
    expect(clock.slept).toEqual([]);
  });

  it('gives up an attempt that takes too long, and tries again', async () => {
    const { emulator, astro } = await setUp({}, { timeout: 100 });
    const { id } = emulator.create({ name: 'etl', cloud: 'aws' });
    emulator.faults.inject({ operation: get, status: 200, code: 'hang', message: '' });
    expect(await astro.get(id)).toBeDefined();
  });

  it('says what it was where nobody answers', async () => {
    const { emulator, astro } = await setUp();
    await emulator.close();
    const failed = astro.get(NOBODY);
    await expect(failed).rejects.toThrow(AstroUnavailableError);
    await expect(failed).rejects.toThrow(/fetch failed|ECONNREFUSED/);
  });

  it('logs neither the environment nor the token, whatever happens', async () => {
    const { emulator, astro, lines } = await setUp();
    const { id } = emulator.create({ name: 'etl', cloud: 'aws' });
    emulator.faults.inject({ operation: get, ...DOWN });
    const deployment = await astro.get(id);
    expect(lines).toHaveLength(1);
    expect(JSON.stringify([lines, deployment])).not.toContain(CANARY);
    expect(lines.join()).not.toContain('local-astro-token');
  });
});

describe('the calls', () => {
  it('take the token nowhere else, whatever a redirect says', async () => {
    const { emulator, astro: elsewhere } = await setUp();
    const { id } = emulator.create({ name: 'etl', cloud: 'aws' });
    expect(await elsewhere.get(id)).toBeDefined();
    const { emulator: astro, astro: client } = await setUp();
    const location = `${emulator.url}/v1/organizations/${emulator.organizationId}/deployments/${id}`;
    const redirect = { status: 307, code: 'html', message: '', headers: { location } };
    astro.faults.inject({ operation: get, ...redirect, times: 4 });
    await expect(client.get(id)).rejects.toThrow(AstroUnavailableError);
    expect(emulator.faults.calls.get(get)).toBe(1);
  });

  it.each(['', '/', '/v1', '/v1/'])('go to v1 from an address that ends in %j', async (end) => {
    const { emulator, astro } = await setUp();
    const { id } = emulator.create({ name: 'etl', cloud: 'aws' });
    const { astro: other } = await setUp({}, { url: `${emulator.url}${end}` });
    expect(await other.get(id)).toEqual(await astro.get(id));
  });

  it('pin the version, and say who calls', async () => {
    const { emulator, astro } = await setUp();
    const { id } = emulator.create({ name: 'etl', cloud: 'aws' });
    const seen: unknown[] = [];
    emulator.asked.add((_operation, { headers }) => seen.push(headers));
    await astro.get(id);
    expect(seen).toEqual([
      expect.objectContaining({
        'x-api-version': '1.0',
        'x-astro-client-identifier': 'deployment-authorizer',
        'user-agent': 'deployment-authorizer',
      }),
    ]);
  });
});

describe('many questions at once', () => {
  it('begin one after another where so many a second are allowed, also those asked again', async () => {
    const slept: number[] = [];
    const now = new Date();
    const clock = { now: () => now, sleep: async (wait: number) => void slept.push(wait) };
    const { emulator, astro } = await setUp({}, { clock, perSecond: 100 });
    const { id } = emulator.create({ name: 'etl', cloud: 'aws' });
    emulator.faults.inject({ operation: get, status: 503, code: '', message: 'down', times: 1 });
    await Promise.all([astro.get(id), astro.get(id), astro.get(id)]);
    const turns = slept.filter((wait) => wait <= 30);
    expect(turns).toEqual([10, 20, 30]);
    expect(slept).toHaveLength(4);
  });
});
