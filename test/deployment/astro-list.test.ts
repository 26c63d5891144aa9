import { describe, expect, it } from '@jest/globals';
import type { AstroEmulator } from '../../local/astro/emulator.ts';
import { type ListFault, listFault } from '../../local/astro/list-deployments.ts';
import { CANARY } from '../../local/astro/raw-deployment.ts';
import { AstroAnswerError, AstroDeniedError } from '../../shared/deployment/astro-errors.ts';
import { setUp } from './astro-setup.ts';

function populate(emulator: AstroEmulator, count: number): readonly string[] {
  return Array.from({ length: count }, (_, place) => {
    const cloud = place % 2 === 0 ? 'aws' : 'gcp';
    return emulator.create({ name: `etl-${place}`, cloud }).id;
  });
}

/** Does it once, between the first page and the second. */
function betweenPages(emulator: AstroEmulator, change: () => void): void {
  emulator.asked.add((operation, { query }) => {
    if (operation === 'ListDeployments' && query.get('offset') === '100') change();
  });
}

describe('list', () => {
  it('tells all of 5,000 Deployments, the newest first, in the GETs of their pages', async () => {
    const { emulator, astro, lines } = await setUp();
    const ids = populate(emulator, 5_000);
    const { deployments, unreadable, complete } = await astro.list();
    expect(deployments.map(({ id }) => id)).toEqual([...ids].reverse());
    expect([unreadable, complete]).toEqual([[], true]);
    expect([...emulator.faults.calls]).toEqual([['ListDeployments', 50]]);
    expect(lines).toEqual([]);
    expect(JSON.stringify(deployments)).not.toContain(CANARY);
  });

  it.each([0, 1, 99, 100, 101, 200])('is complete for %i Deployments', async (count) => {
    const { emulator, astro } = await setUp();
    populate(emulator, count);
    expect(await astro.list()).toMatchObject({ complete: true, deployments: { length: count } });
    expect(emulator.faults.calls.get('ListDeployments')).toBe(Math.max(1, Math.ceil(count / 100)));
  });

  it('tells each as get tells it', async () => {
    const { emulator, astro } = await setUp();
    const ids = populate(emulator, 2);
    emulator.update(ids[0] ?? '', { region: '', cloudProvider: '' });
    const { deployments } = await astro.list();
    for (const deployment of deployments) {
      expect(deployment).toEqual(await astro.get(deployment.id));
    }
  });

  it('stays within what Astro allows a token in a second', async () => {
    const { emulator, astro, clock } = await setUp({ requestsPerSecond: 20 });
    populate(emulator, 5_000);
    expect((await astro.list()).complete).toBe(true);
    expect(emulator.faults.calls.get('ListDeployments')).toBe(50);
    expect(Math.max(...clock.slept)).toBeLessThan(100);
  });

  it.each<[string, ListFault, number]>([
    ['a page is short and the rest comes with the next', 'short-page', 150],
  ])('is complete where %s', async (_which, fault, count) => {
    const { emulator, astro } = await setUp();
    populate(emulator, count);
    emulator.faults.inject(listFault(fault));
    expect(await astro.list()).toMatchObject({ complete: true, deployments: { length: count } });
  });

  it('reads the pages again where a row was on neither side of an edge', async () => {
    const { emulator, astro, lines } = await setUp();
    populate(emulator, 150);
    emulator.faults.inject({ ...listFault('skipped-row'), containing: 'offset=100' });
    expect(await astro.list()).toMatchObject({ complete: true, deployments: { length: 150 } });
    expect(emulator.faults.calls.get('ListDeployments')).toBe(3 + 2);
    expect(lines).toEqual([]);
  });

  it.each<[string, ListFault, number, number, number]>([
    ['the total is of more than there are', 'total-too-high', 4, 150, 3],
    ['a row is skipped between pages, however often', 'skipped-row', 1, 149, 3 * 3],
  ])('is not complete where %s', async (_which, fault, times, told, asked) => {
    const { emulator, astro, lines } = await setUp();
    populate(emulator, 150);
    betweenPages(emulator, () => emulator.faults.inject(listFault(fault, times)));
    expect(await astro.list()).toMatchObject({ complete: false, deployments: { length: told } });
    expect(lines.join()).toContain('astro.list-incomplete');
    expect(emulator.faults.calls.get('ListDeployments')).toBe(asked);
  });

  it('is not complete, and tells each once, where rows repeat between pages', async () => {
    const { emulator, astro } = await setUp();
    const ids = populate(emulator, 150);
    betweenPages(emulator, () => populate(emulator, 3));
    const { deployments, complete } = await astro.list();
    expect(deployments.map(({ id }) => id)).toEqual([...ids].reverse());
    expect(complete).toBe(false);
  });

  it('is not complete where one that goes hides another between pages', async () => {
    const { emulator, astro } = await setUp();
    const ids = populate(emulator, 150);
    betweenPages(emulator, () => emulator.remove(ids[149] ?? ''));
    const { deployments, complete } = await astro.list();
    // As many as there are: only the total that changed tells.
    expect(deployments).toHaveLength(149);
    expect(deployments.map(({ id }) => id)).not.toContain(ids[49]);
    expect(complete).toBe(false);
  });

  it('is empty and complete where Astro says so: one such list proves nothing', async () => {
    const { emulator, astro } = await setUp();
    populate(emulator, 5);
    emulator.faults.inject(listFault('empty'));
    expect(await astro.list()).toEqual({ deployments: [], unreadable: [], complete: true });
    expect((await astro.list()).deployments).toHaveLength(5);
  });

  it('is not complete where the pages end before the total', async () => {
    const { emulator, astro } = await setUp();
    populate(emulator, 150);
    betweenPages(emulator, () => emulator.faults.inject(listFault('empty')));
    expect(await astro.list()).toMatchObject({ complete: false, deployments: { length: 100 } });
  });
});

describe('list, where rows cannot be read', () => {
  it('names them, and keeps the others', async () => {
    const { emulator, astro, lines } = await setUp();
    const ids = populate(emulator, 3);
    emulator.faults.inject(listFault('malformed-row'));
    const { deployments, unreadable, complete } = await astro.list();
    expect(deployments.map(({ id }) => id)).toEqual([ids[1], ids[0]]);
    expect([unreadable, complete]).toEqual([[ids[2]], true]);
    expect(lines.join()).toContain(ids[2]);
    expect(lines.join()).toContain('name:');
  });

  it('is not complete where a row has no id', async () => {
    const { emulator, astro } = await setUp();
    populate(emulator, 3);
    emulator.faults.inject(listFault('nameless-row'));
    expect(await astro.list()).toMatchObject({ complete: false, deployments: { length: 2 } });
  });

  it('is not complete where only the rows without an id make up the total', async () => {
    const nameless = { deployments: [{}], totalCount: 0 };
    const { astro } = await setUp({}, { fetch: async () => Response.json(nameless) });
    expect(await astro.list()).toMatchObject({ complete: false });
  });

  it('goes by the shape of the identities where clusters may not be asked, and asks once', async () => {
    const { emulator, astro } = await setUp();
    const ids = populate(emulator, 10);
    for (const id of ids) emulator.update(id, { cloudProvider: '', region: '' });
    const forbidden = { status: 403, code: 'x', message: 'Forbidden' };
    emulator.faults.inject({ operation: 'GetCluster', ...forbidden, times: 10 });
    const { deployments } = await astro.list();
    expect(deployments.map(({ cloud }) => cloud)).toEqual(
      ids.map((_, place) => (place % 2 === 0 ? 'gcp' : 'aws')),
    );
    expect(emulator.faults.calls.get('GetCluster')).toBe(2);
  });

  it('asks for a cluster again after a minute', async () => {
    const { emulator, astro, clock } = await setUp();
    const [id = ''] = populate(emulator, 1);
    emulator.update(id, { cloudProvider: '', region: '', effectiveWorkloadIdentity: '' });
    emulator.faults.inject({ operation: 'GetCluster', status: 403, code: 'x', message: 'No' });
    expect(await astro.list()).toMatchObject({ deployments: [], unreadable: [id], complete: true });
    expect(await astro.list()).toMatchObject({ unreadable: [id] });
    await clock.sleep(60_000);
    expect(await astro.list()).toMatchObject({ deployments: [{ id, cloud: 'aws' }] });
  });
});

describe('list, where Astro refuses', () => {
  it('names the permission that the token lacks', async () => {
    const { emulator, astro } = await setUp();
    emulator.faults.inject({ operation: 'ListDeployments', status: 403, code: 'x', message: 'No' });
    await expect(astro.list()).rejects.toThrow('permission organization.deployments.get');
  });

  it('does not take an unknown Organization for an empty one', async () => {
    const { astro } = await setUp({}, { organizationId: 'clmh59gt0000308lbgswexxxx' });
    await expect(astro.list()).rejects.toThrow(AstroDeniedError);
  });

  it('does not take another answer for an empty list', async () => {
    const { astro } = await setUp({}, { fetch: async () => Response.json({ items: [] }) });
    await expect(astro.list()).rejects.toThrow(AstroAnswerError);
  });

  it('takes null for no rows', async () => {
    const empty = { deployments: null, totalCount: 0 };
    const { astro } = await setUp({}, { fetch: async () => Response.json(empty) });
    expect(await astro.list()).toMatchObject({ deployments: [], complete: true });
  });

  it('goes on after a failure between pages', async () => {
    const { emulator, astro } = await setUp();
    populate(emulator, 250);
    const fault = { operation: 'ListDeployments', status: 503, code: 'x', message: 'Down' };
    emulator.faults.inject({ ...fault, containing: 'offset=100' });
    expect(await astro.list()).toMatchObject({ complete: true, deployments: { length: 250 } });
  });
});
