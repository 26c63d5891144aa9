import { afterEach, describe, expect, it } from '@jest/globals';
import { type AstroEmulator, LOCAL_TOKEN, startAstro } from '../../local/astro/emulator.ts';
import type { NewObject } from '../../local/astro/environment-objects.ts';
import { AstroAnswerError, AstroDeniedError } from '../../shared/deployment/astro-errors.ts';
import { waysOf } from '../../shared/handover/configured-ways.ts';
import type { ToMake } from '../../shared/handover/way.ts';
import { hastyClock } from '../deployment/astro-setup.ts';
import { AWS, MARKED, OTHER, wanted } from './way-cases.ts';

let astro: AstroEmulator;
afterEach(() => astro.close());

async function open() {
  const clock = hastyClock();
  astro = await startAstro({ clock });
  const deployment = astro.create({ name: 'etl', cloud: 'aws' });
  const { id, workspaceId } = deployment;
  const token = async () => [...astro.writeTokens][0] ?? LOCAL_TOKEN;
  const options = { url: astro.url, organizationId: astro.organizationId, token, clock };
  const way = waysOf(options, 'prod', [])['environment-manager'];
  const make = (more: Partial<ToMake> = {}) => way(wanted(id, AWS, more));
  const own = { objectKey: AWS.id, scope: 'DEPLOYMENT', scopeEntityId: id } as const;
  const shared = {
    objectKey: AWS.id,
    scope: 'WORKSPACE',
    scopeEntityId: String(workspaceId),
  } as const;
  return { id, make, own, shared };
}

const of = ({ type, extra }: typeof AWS) => ({ type, extra });

describe('environmentManager', () => {
  it.each([
    ['to all', () => ({ autoLinkDeployments: true })],
    [
      'to this one',
      (id: string) => ({ links: [{ scope: 'DEPLOYMENT', scopeEntityId: id }] as const }),
    ],
  ])(
    'never changes a connection of the Workspace, linked %s, not even when asked',
    async (_to, link) => {
      const { id, make, shared } = await open();
      const object: NewObject = {
        ...shared,
        ...link(id),
        description: MARKED,
        connection: of(OTHER),
      };
      const there = astro.objects.add(object);
      for (const replace of [false, true]) {
        const made = await make({ replace, objectId: there.id });
        expect(made).toMatchObject({ kind: 'taken', problem: { code: 'connection-linked' } });
      }
      expect(astro.objects.all()).toEqual([there]);
    },
  );

  it('makes its own beside one of the Workspace that leaves this Deployment out', async () => {
    const { id, make, shared } = await open();
    const excludeLinks = [{ scope: 'DEPLOYMENT', scopeEntityId: id }] as const;
    astro.objects.add({
      ...shared,
      autoLinkDeployments: true,
      excludeLinks,
      connection: of(OTHER),
    });
    expect(await make()).toMatchObject({ kind: 'created', written: true });
  });

  it('knows its own by the id that was written down, whatever became of the description', async () => {
    const { make, own } = await open();
    const { id: objectId } = astro.objects.add({ ...own, connection: of(OTHER) });
    expect(await make()).toMatchObject({ kind: 'taken' });
    expect(await make({ objectId })).toEqual({ kind: 'created', written: true, objectId });
    expect(astro.objects.get(objectId)).toMatchObject({ description: MARKED });
  });

  it('says again in an update what Astro would otherwise take away', async () => {
    const { make, own } = await open();
    const linked = {
      links: [
        { scope: 'DEPLOYMENT', scopeEntityId: 'c1', connectionOverrides: { extra: { a: 1 } } },
      ],
      excludeLinks: [{ scope: 'DEPLOYMENT', scopeEntityId: 'c2' }],
      autoLinkDeployments: true,
    } as const;
    const object = { ...own, ...linked, description: MARKED, connection: of(OTHER) };
    const { id } = astro.objects.add(object);
    expect(await make()).toMatchObject({ kind: 'created', written: true });
    expect(astro.objects.get(id)).toMatchObject({ ...linked, connection: of(AWS) });
  });

  it('says that a type cannot be changed', async () => {
    const { make, own } = await open();
    astro.objects.add({ ...own, connection: { type: 'mysql' } });
    const made = await make({ replace: true });
    expect(made).toMatchObject({ kind: 'refused', problem: { code: 'connection-type' } });
    expect(astro.faults.calls.get('UpdateEnvironmentObject')).toBeUndefined();
  });

  it('says so when a login is kept that would be used in place of the role', async () => {
    const { make, own } = await open();
    astro.objects.add({ ...own, connection: { type: 'aws', login: 'AKIA', password: 'x' } });
    const made = await make({ replace: true });
    expect(made).toMatchObject({ kind: 'refused', problem: { code: 'connection-leftover' } });
  });

  it('names the permission that a token which may only read lacks', async () => {
    const { make } = await open();
    astro.writeTokens.clear();
    await expect(make()).rejects.toThrow(AstroDeniedError);
    await expect(make()).rejects.toThrow('permission organization.envObjects.access');
  });

  it('names the field that Astro refuses', async () => {
    const { id } = await open();
    const clock = hastyClock();
    const token = async () => [...astro.writeTokens][0] ?? '';
    const options = { url: astro.url, organizationId: astro.organizationId, token, clock };
    const ways = waysOf(options, 'p'.repeat(500), []);
    const refused = ways['environment-manager'](wanted(id, AWS));
    await expect(refused).rejects.toThrow(AstroAnswerError);
    await expect(refused).rejects.toThrow('description: must have at most 500 characters');
  });
});
