import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AstroEmulator,
  LOCAL_TOKEN,
  LOCAL_WRITE_TOKEN,
  startAstro,
} from '../../local/astro/emulator.ts';

// As Airflow 2.10.5 and 3.0.6 themselves answered, but that each falls over (500) at one bad extra.
let astro: AstroEmulator;
beforeEach(async () => {
  astro = await startAstro();
});
afterEach(() => astro.close());

function open(airflowVersion: string, token = LOCAL_WRITE_TOKEN) {
  const raw = astro.create({ name: 'etl', cloud: 'aws', airflowVersion });
  const root = `http://${raw.webServerAirflowApiUrl}`.replace(/\/api\/v\d$/, '');
  const ask = async (path: string, method = 'GET', body?: object) => {
    const response = await fetch(`${root}${path}`, {
      ...{ method, headers: { authorization: `Bearer ${token}` } },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isPage = text.startsWith('<');
    return { status: response.status, body: isPage ? 'a page' : JSON.parse(text) };
  };
  return { id: raw.id, ask };
}

const AWS = { connection_id: 'lake', conn_type: 'aws', extra: '{"role_arn": "r"}' };

describe.each([
  { version: '2.10.5', api: '/api/v1', created: 200, invalid: 400, password: undefined },
  { version: '3.0.6', api: '/api/v2', created: 201, invalid: 422, password: '***' },
])('Airflow $version', ({ version, api, created, invalid, password }) => {
  it('tells its version to anybody, and at its own API alone', async () => {
    const { ask } = open(version, 'none');
    expect(await ask(`${api}/version`)).toMatchObject({ status: 200, body: { version } });
    const other = api === '/api/v1' ? '/api/v2' : '/api/v1';
    expect((await ask(`${other}/version`)).status).toBe(404);
  });

  it('makes a connection once', async () => {
    const { ask } = open(version);
    expect((await ask(`${api}/connections/lake`)).status).toBe(404);
    const made = await ask(`${api}/connections`, 'POST', { ...AWS, password: 'x' });
    expect(made).toMatchObject({ status: created, body: AWS });
    expect(made.body.password).toBe(password);
    expect((await ask(`${api}/connections`, 'POST', AWS)).status).toBe(409);
  });

  it('changes what is named, and lets go of no password', async () => {
    const { id, ask } = open(version);
    astro.airflow.put(id, { ...AWS, login: 'l', host: 'h', password: 'x' });
    const patch = { connection_id: 'lake', conn_type: 'aws', login: null };
    expect(await ask(`${api}/connections/lake`, 'PATCH', patch)).toMatchObject({ status: 200 });
    const there = { ...AWS, login: null, host: 'h', password: 'x' };
    expect(astro.airflow.get(id, 'lake')).toMatchObject(there);
    const emptied = await ask(`${api}/connections/lake`, 'PATCH', { ...patch, password: null });
    expect(emptied.status).toBe(api === '/api/v1' ? 400 : 200);
    expect(astro.airflow.get(id, 'lake')).toMatchObject(there);
  });

  it.each([
    ['an unknown field', { ...AWS, nope: 1 }],
    ['an extra that is a list', { ...AWS, extra: '[1]' }],
    ['an extra that is no text', { ...AWS, extra: { role_arn: 'r' } }],
    ['an id with a blank', { ...AWS, connection_id: 'two words' }],
    ['no type', { connection_id: 'lake' }],
  ])('refuses %s', async (_what, body) => {
    const { ask } = open(version);
    expect((await ask(`${api}/connections`, 'POST', body)).status).toBe(invalid);
  });

  it.each([
    ['nobody', 'none', api === '/api/v1' ? 401 : 403],
    ['one who may only read', LOCAL_TOKEN, 403],
  ])('shows connections not to %s', async (_whom, token, status) => {
    const { ask } = open(version, token);
    expect((await ask(`${api}/connections/lake`)).status).toBe(status);
  });

  it.each(['CREATING', 'HIBERNATING'])('answers with a page while it is %s', async (status) => {
    const { id, ask } = open(version);
    astro.update(id, { status });
    expect(await ask(`${api}/version`)).toEqual({ status: 503, body: 'a page' });
  });
});
