import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AstroEmulator } from '../../local/astro/emulator.ts';
import type { ToMake, Way } from '../../shared/handover/way.ts';
import { AWS, type Found, GOOGLE, MARKED, OTHER, type There, wanted } from './way-cases.ts';

/** One way over its emulator, and the means to see and set what stands there. */
export interface WayBench {
  readonly astro: AstroEmulator;
  readonly way: Way;
  readonly deploymentId: string;
  readonly put: (id: string, there: There) => void;
  readonly found: (id: string) => Found | undefined;
  readonly count: () => number;
  /** The operations that create and change one, as `faults` counts them. */
  readonly creates: string;
  readonly updates: string;
  readonly close: () => Promise<void>;
}

/** What every way promises, whatever it speaks. */
export function describeWay(name: string, open: () => Promise<WayBench>): void {
  describe(`a connection made by ${name}`, () => {
    let bench: WayBench;
    beforeEach(async () => {
      bench = await open();
    });
    afterEach(() => bench.close());

    const make = (connection = AWS, options: Partial<ToMake> = {}) =>
      bench.way(wanted(bench.deploymentId, connection, options));
    const writes = () => {
      const { calls } = bench.astro.faults;
      return (calls.get(bench.creates) ?? 0) + (calls.get(bench.updates) ?? 0);
    };

    it.each([
      ['of a role with an ExternalId', AWS],
      ['of a service account to impersonate', GOOGLE],
    ])('holds what it should, and says who made it: one %s', async (_of, connection) => {
      expect(await make(connection)).toMatchObject({ kind: 'created', written: true });
      const { type, extra } = connection;
      expect(bench.found(connection.id)).toMatchObject({ type, extra, description: MARKED });
    });

    it('is made once, however often it is asked for', async () => {
      await make();
      expect(await make()).toMatchObject({ kind: 'created', written: false });
      expect([bench.count(), writes()]).toEqual([1, 1]);
    });

    it('is one, though two workers make it at the same moment', async () => {
      const made = await Promise.all([make(), make(), make()]);
      expect(made.map(({ kind }) => kind)).toEqual(['created', 'created', 'created']);
      expect(bench.count()).toBe(1);
    });

    it('is changed when what it should hold changes', async () => {
      await make();
      expect(await make(OTHER)).toMatchObject({ kind: 'created', written: true });
      expect(bench.found(AWS.id)).toMatchObject({ extra: OTHER.extra, description: MARKED });
      expect(bench.count()).toBe(1);
    });

    it('is known by its marker, though a person has added to the description', async () => {
      bench.put(AWS.id, { ...OTHER, description: `Do not touch!\n(${MARKED})` });
      expect(await make()).toMatchObject({ kind: 'created', written: true });
      expect(bench.found(AWS.id)).toMatchObject({ extra: AWS.extra });
    });

    it.each([
      ['nobody', ''],
      ['another installation', `${MARKED}-2`],
      ['one whose name ours begins with', 'made by deployment-authorizer pro'],
    ])('is left alone where it is of %s', async (_whom, description) => {
      bench.put(AWS.id, { ...OTHER, description });
      expect(await make()).toMatchObject({ kind: 'taken', problem: { code: 'connection-taken' } });
      expect(bench.found(AWS.id)).toMatchObject({ extra: OTHER.extra, description });
      expect(writes()).toBe(0);
    });

    it('is good as it stands where somebody made the very same', async () => {
      const { assume_role_kwargs, role_arn, region_name } = AWS.extra;
      bench.put(AWS.id, { extra: { assume_role_kwargs, region_name, role_arn } });
      expect(await make()).toEqual({
        kind: 'created',
        written: false,
        note: expect.objectContaining({ code: 'connection-there' }),
      });
      expect(writes()).toBe(0);
    });

    it('is not the very same with a login in it', async () => {
      bench.put(AWS.id, { ...AWS, login: 'AKIAIOSFODNN7EXAMPLE' });
      expect(await make()).toMatchObject({ kind: 'taken' });
    });

    it('replaces what is not ours once a person has said so', async () => {
      bench.put(AWS.id, { ...OTHER, description: 'by hand' });
      expect(await make(AWS, { replace: true })).toMatchObject({ kind: 'created', written: true });
      expect(bench.found(AWS.id)).toMatchObject({ extra: AWS.extra, description: MARKED });
    });

    it.each([
      ['503', { status: 503, code: 'x', message: 'Try again' }],
      ["a gateway's page", { status: 502, code: 'html', message: '' }],
      ['a redirect', { status: 302, code: 'html', message: '', headers: { location: '/' } }],
      ['no answer', { status: 200, code: 'hang', message: '' }],
    ])('waits after %s, and is then there once, made or not', async (_what, fault) => {
      for (const afterwards of [false, true]) {
        bench.astro.faults.inject({ operation: bench.creates, ...fault, afterwards });
        const connection = { ...AWS, id: `redshift_${afterwards}` };
        expect(await outcomeOf(() => make(connection))).toBe('waiting');
        expect(await make(connection)).toMatchObject({ kind: 'created', written: !afterwards });
      }
      expect(bench.count()).toBe(2);
    });

    it('waits as long as it is asked to', async () => {
      const headers = { 'retry-after': '90' };
      const fault = { operation: bench.creates, status: 429, code: 'x', message: '', headers };
      bench.astro.faults.inject(fault);
      expect(await waitOf(make)).toBe(90_000);
    });

    it('asks once for a fresh token, and then says what the token lacks', async () => {
      bench.astro.writeTokens.clear();
      const refused = await make().catch((error: unknown) => error);
      expect(JSON.stringify(refused, Object.getOwnPropertyNames(refused))).toMatch(
        /Give the|Put a valid/,
      );
      expect(JSON.stringify(refused)).not.toContain('write-token');
    });
  });
}

async function outcomeOf(make: () => Promise<{ readonly kind: string }>): Promise<string> {
  try {
    return (await make()).kind;
  } catch (error) {
    return (error as Error).name === 'AstroUnavailableError' ? 'waiting' : String(error);
  }
}

async function waitOf(make: () => Promise<unknown>): Promise<unknown> {
  const { wait } = Object(await make().catch((error: unknown) => error));
  return wait;
}
