import { afterEach, describe, expect, it } from '@jest/globals';
import { type AstroEmulator, LOCAL_TOKEN, startAstro } from '../../local/astro/emulator.ts';
import { type Server, serve } from '../../local/server.ts';
import type { Token } from '../../shared/deployment/token.ts';
import { waysOf } from '../../shared/handover/configured-ways.ts';
import { parseOrigins } from '../../shared/handover/origins.ts';
import { hastyClock } from '../deployment/astro-setup.ts';
import { AWS, wanted } from './way-cases.ts';

let astro: AstroEmulator;
let elsewhere: Server | undefined;
afterEach(async () => {
  await astro.close();
  await elsewhere?.close();
  elsewhere = undefined;
});

async function open(airflowVersion = '3.0.6', origins?: string, kept?: string) {
  const clock = hastyClock();
  astro = await startAstro({ clock });
  const { id } = astro.create({ name: 'etl', cloud: 'aws', airflowVersion });
  const newest = () => [...astro.writeTokens][0] ?? LOCAL_TOKEN;
  const token: Token = async ({ fresh = false } = {}) => (fresh ? newest() : (kept ?? newest()));
  const options = { url: astro.url, organizationId: astro.organizationId, token, clock };
  const allowed = parseOrigins(origins ?? new URL(astro.url).origin);
  const { airflow } = waysOf(options, 'prod', allowed);
  return {
    id,
    make: (connection = AWS, replace = false) => airflow(wanted(id, connection, { replace })),
  };
}

const calls = (operation: string) => astro.faults.calls.get(`airflow:${operation}`) ?? 0;

describe('airflow', () => {
  it.each(['CREATING', 'DEPLOYING', 'HIBERNATING', 'UNHEALTHY', 'UNKNOWN'])(
    'waits while the Deployment is %s, and does not ask its Airflow',
    async (status) => {
      const { id, make } = await open();
      astro.update(id, { status });
      const problem = expect.objectContaining({ code: 'airflow-not-ready' });
      expect(await make()).toEqual({ kind: 'waiting', problem });
      expect(calls('GetVersion')).toBe(0);
    },
  );

  it('waits for one that Astro does not know any more', async () => {
    const { id, make } = await open();
    astro.remove(id);
    expect(await make()).toMatchObject({ kind: 'waiting', problem: { code: 'airflow-not-ready' } });
  });

  it.each([
    ['2.10.5', '3.0.6'],
    ['3.0.6', '2.10.5'],
    ['NA', '2.10.5'],
  ])('finds the version out, where Astro says %s and it is %s', async (told, real) => {
    const { id, make } = await open(real);
    astro.asked.add((operation) => {
      if (operation === 'GetDeployment') astro.update(id, { airflowVersion: told });
    });
    const seen = astro.faults.meet.bind(astro.faults);
    astro.faults.meet = (operation, request) => {
      if (operation === 'airflow:GetVersion') astro.update(id, { airflowVersion: real });
      return seen(operation, request);
    };
    expect(await make()).toMatchObject({ kind: 'created', written: true });
  });

  it.each(['2.10.5', '3.0.6'])('names the role that the token lacks, of %s', async (version) => {
    const { make } = await open(version);
    astro.writeTokens.clear();
    const made = await make();
    expect(made).toMatchObject({ kind: 'refused', problem: { code: 'airflow-denied' } });
    expect(JSON.stringify(made)).toContain('Workspace Operator');
  });

  it.each(['2.10.5', '3.0.6'])('asks again with a fresh token, of %s', async (version) => {
    const { make } = await open(version, undefined, 'one-that-has-ended');
    expect(await make()).toMatchObject({ kind: 'created', written: true });
  });

  it.each(['2.10.5', '3.0.6'])('says which field is not taken, of %s', async (version) => {
    const { make } = await open(version);
    const made = await make({ ...AWS, id: 'two words' });
    expect(made).toMatchObject({ kind: 'refused', problem: { code: 'airflow-refused' } });
    expect(JSON.stringify(made)).toContain('connection_id');
  });

  it('sends no token to where it may not', async () => {
    const { make } = await open('3.0.6', 'https://*.astronomer.run');
    const made = await make();
    expect(made).toMatchObject({ kind: 'refused', problem: { code: 'airflow-origin' } });
    expect(JSON.stringify(made)).toContain(new URL(astro.url).host);
    expect(calls('GetVersion')).toBe(0);
  });

  it('takes the token nowhere else, whatever a redirect says', async () => {
    const { make } = await open();
    const seen: unknown[] = [];
    elsewhere = await serve(({ headers }) => {
      seen.push(headers);
      return { status: 200, body: '{}' };
    });
    const redirect = {
      status: 307,
      code: 'html',
      message: '',
      headers: { location: elsewhere.url },
    };
    for (const operation of ['GetVersion', 'GetConnection', 'PostConnection']) {
      astro.faults.inject({ operation: `airflow:${operation}`, ...redirect, times: 2 });
      expect(await make()).toMatchObject({ kind: 'waiting' });
      astro.faults.clear();
    }
    expect(seen).toEqual([]);
  });

  it("empties what would be used in the role's place when it replaces", async () => {
    const { id, make } = await open();
    const byHand = {
      conn_type: 'mysql',
      login: 'AKIA',
      password: 'x',
      host: 'h',
      port: 1,
      schema: 's',
    };
    astro.airflow.put(id, { connection_id: AWS.id, ...byHand });
    expect(await make(AWS, true)).toMatchObject({ kind: 'created' });
    const emptied = { conn_type: 'aws', login: null, host: null, port: null, schema: null };
    expect(astro.airflow.get(id, AWS.id)).toMatchObject(emptied);
  });

  it.each(['GetConnection', 'PostConnection'])(
    'does not believe a 404 page of %s',
    async (operation) => {
      const { make } = await open();
      astro.faults.inject({
        operation: `airflow:${operation}`,
        status: 404,
        code: 'html',
        message: '',
      });
      expect(await make()).toMatchObject({
        kind: 'waiting',
        problem: { code: 'airflow-unavailable' },
      });
    },
  );
});
