import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AstroEmulator,
  LOCAL_TOKEN,
  LOCAL_WRITE_TOKEN,
  startAstro,
} from '../../../local/astro/emulator.ts';
import { sampleId } from '../../../local/astro/sample.ts';

let astro: AstroEmulator;
let id: string;
let workspaceId: string;
beforeEach(async () => {
  astro = await startAstro();
  const raw = astro.create({ name: 'etl', cloud: 'aws' });
  id = raw.id;
  workspaceId = String(raw.workspaceId);
});
afterEach(() => astro.close());

async function ask(path = '', body?: object, token = LOCAL_WRITE_TOKEN) {
  const at = `${astro.url}/v1/organizations/${astro.organizationId}/environment-objects${path}`;
  const response = await fetch(at, {
    headers: { authorization: `Bearer ${token}` },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  return { status: response.status, body: Object(await response.json()) };
}

const lake = (more: object = {}) => ({
  ...{ objectKey: 'lake', objectType: 'CONNECTION', scope: 'DEPLOYMENT', scopeEntityId: id },
  connection: { type: 'aws', extra: { role_arn: 'r' } },
  ...more,
});

describe('the Environment Manager', () => {
  it('is open to who may write, and to nobody else', async () => {
    expect((await ask('', undefined, LOCAL_TOKEN)).status).toBe(403);
    expect((await ask('', lake(), LOCAL_TOKEN)).status).toBe(403);
    expect((await ask('', undefined, 'none')).status).toBe(401);
  });

  it('keeps one connection of a key for a Deployment', async () => {
    expect(await ask('', lake())).toMatchObject({ status: 200, body: { id: expect.any(String) } });
    expect((await ask('', lake())).status).toBe(409);
    expect((await ask('', lake({ objectKey: 'Lake' }))).status).toBe(200);
  });

  it.each([
    ['an extra that is text', { connection: { type: 'aws', extra: '{}' } }],
    ['no type', { connection: {} }],
    ['the scope of a Workspace', { scope: 'WORKSPACE' }],
    ['links of a Deployment', { links: [] }],
    ['a long description', { description: 'x'.repeat(501) }],
  ])('refuses %s, and names the field', async (_what, more) => {
    const { status, body } = await ask('', lake(more));
    expect([status, body.fieldErrors.length]).toEqual([400, 1]);
  });

  it('refuses a Deployment that it does not know', async () => {
    expect((await ask('', lake({ scopeEntityId: sampleId('x') }))).status).toBe(404);
  });

  it('shows what is linked as if it were the Deployment’s own, but for its source', async () => {
    const scope = { scope: 'WORKSPACE', scopeEntityId: workspaceId } as const;
    const linked = { objectKey: 'lake', ...scope, autoLinkDeployments: true };
    astro.objects.add({ ...linked, connection: { type: 'aws' } });
    const query = `?deploymentId=${id}&objectKey=lake`;
    expect((await ask(query)).body).toMatchObject({ environmentObjects: [], totalCount: 0 });
    expect((await ask(`${query}&resolveLinked=true`)).body.environmentObjects).toMatchObject([
      { scope: 'DEPLOYMENT', scopeEntityId: id, sourceScope: 'WORKSPACE' },
    ]);
    expect((await ask('', lake())).status).toBe(409);
  });

  it('tells of a password only that there is one', async () => {
    const { body } = await ask('', lake({ connection: { type: 'aws', password: 'secret-x' } }));
    const seen = await ask(`/${body.id}`);
    expect(seen.body.setFields).toContain('password');
    expect(JSON.stringify(seen)).not.toContain('secret-x');
  });

  it('takes away in an update the links that it does not name, and changes no type', async () => {
    const own = { objectKey: 'lake', scope: 'DEPLOYMENT', scopeEntityId: id } as const;
    const links = [{ scope: 'DEPLOYMENT', scopeEntityId: id }] as const;
    const there = astro.objects.add({ ...own, links, connection: { type: 'aws', host: 'h' } });
    expect((await ask(`/${there.id}`, { connection: { type: 'mysql' } })).status).toBe(400);
    await ask(`/${there.id}`, { links, connection: { type: 'aws' } });
    expect(astro.objects.get(there.id)).toMatchObject({ links });
    await ask(`/${there.id}`, { connection: { type: 'aws' } });
    expect(astro.objects.get(there.id)).toMatchObject({ links: [], connection: { host: 'h' } });
  });
});
