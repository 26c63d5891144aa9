import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import { type AstroEmulator, startAstro } from '../../local/astro/emulator.ts';
import { listFault } from '../../local/astro/list-deployments.ts';
import { parseAccessRules } from '../../shared/rules/parse.ts';
import { warnings } from '../../shared/rules/warnings.ts';
import { type Ended, run } from './run.ts';

jest.setTimeout(60_000);

const DATA = 'clmh58o7d000108lb74ktc9o64';
const RISK = 'clmh58o7d000108lb74ktc9o65';

let astro: AstroEmulator;
let env: Record<string, string>;
let folder = '';
let file = '';
beforeAll(async () => {
  astro = await startAstro({ token: 'token' });
  env = {
    ASTRO_API_URL: astro.url,
    ASTRO_API_TOKEN: 'token',
    ASTRO_ORGANIZATION_ID: astro.organizationId,
  };
  const own = 'arn:aws:iam::999988887777:role/our-own';
  astro.create({ name: 'etl', cloud: 'aws', workspaceId: DATA, workspaceName: 'Data' });
  astro.create({
    name: 'own',
    cloud: 'aws',
    workspaceId: DATA,
    workspaceName: 'Data',
    identity: own,
  });
  astro.create({ name: 'bq', cloud: 'gcp', workspaceId: RISK, workspaceName: 'Risk\nrules: x' });
  astro.create({
    name: 'blob',
    cloud: 'azure',
    workspaceId: RISK,
    workspaceName: 'Risk\nrules: x',
  });
});
afterAll(() => astro.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'init-'));
  file = join(folder, 'rules.yml');
  astro.faults.clear();
});
afterEach(() => rm(folder, { recursive: true }));

const init = (args: readonly string[] = [], told: Record<string, string> = {}): Promise<Ended> =>
  run(['init', '--out', file, ...args], { ...env, ...told });
const written = () => readFile(file, 'utf8');

describe('init', () => {
  it('writes rules without a mistake, in mode preview and with what Astro tells', async () => {
    const { code, out, err } = await init(['--installation', 'test', '--channel', 'C0DATAOPS1']);
    expect({ code, err }).toEqual({ code: 0, err: 'Asking Astro for all Deployments…\n' });
    const rules = parseAccessRules(await written(), file);
    expect(warnings(rules)).toEqual([]);
    expect(rules).toMatchObject({
      installation: 'test',
      mode: 'preview',
      astronomer: { awsAccounts: ['111122223333'], gcpProjects: ['astro-data-plane'] },
      slack: { channel: 'C0DATAOPS1' },
      targets: {},
      rules: [],
    });
    expect(out).toContain('written, without targets and rules');
    expect(out).toContain('4 Deployments in 2 Workspaces');
    expect((await run(['rules', 'check', file])).code).toBe(0);
  });

  it('says of each identity that was left out why, and lists the Workspaces', async () => {
    await init();
    const text = await written();
    expect(text).toContain(
      '# Not from own: The identity arn:aws:iam::999988887777:role/our-own is not',
    );
    expect(text).toContain('# Not from blob: blob runs on Azure');
    expect(text).toContain(`#   ${DATA}  Data: 2 on aws`);
    expect(text).toContain(`#   ${RISK}  Risk\u{fffd}rules: x: 1 on gcp, 1 on azure`);
  });

  it('leaves out other Workspaces, and refuses one that there is not', async () => {
    expect((await init(['--workspace', 'Data'])).out).toContain('2 Deployments in 1 Workspace');
    expect(parseAccessRules(await written(), file).astronomer.gcpProjects).toEqual([]);
    expect(await init(['--force', '--workspace', 'Dta'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('Astro tells no Deployment in a Workspace Dta.'),
    });
  });

  it('says the same as JSON', async () => {
    const { out } = await init(['--json']);
    expect(JSON.parse(out)).toMatchObject({
      file,
      installation: 'prod',
      deployments: 4,
      astronomer: { awsAccounts: ['111122223333'], gcpProjects: ['astro-data-plane'] },
      identitiesLeftOut: [{ deployment: 'blob' }, { deployment: 'own' }],
    });
  });

  it('never replaces a file unasked', async () => {
    await writeFile(file, 'mine');
    expect(await init()).toMatchObject({ code: 1, err: expect.stringMatching(/is there already/) });
    expect(await written()).toBe('mine');
    expect((await init(['--force'])).code).toBe(0);
    expect(await written()).toContain('mode: preview');
    expect(await readdir(folder)).toEqual(['rules.yml']);
  });

  it('writes nothing that the rules would refuse', async () => {
    const { code, err } = await init(['--installation', 'Not a name']);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining('--installation must be 1'),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves nothing half-written when it is interrupted', async () => {
    astro.faults.inject({
      operation: 'ListDeployments',
      status: 503,
      code: '',
      message: '',
      times: 9,
    });
    const args = ['cli/deployment-authorizer.mjs', 'init', '--out', file];
    const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, ...env } });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    await new Promise((resolve) => child.stderr.once('data', resolve));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('init says', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['that the token is missing', { ASTRO_API_TOKEN: '' }, /^to ask Astro, set ASTRO_API_TOKEN/],
    [
      'that Astro does not take it',
      { ASTRO_API_TOKEN: 'old' },
      /does not take ASTRO_API_TOKEN \(401\)/,
    ],
    [
      'that it is another Organization’s',
      { ASTRO_ORGANIZATION_ID: 'clother' },
      /Astro does not know the Organization: .* Set ASTRO_ORGANIZATION_ID/,
    ],
  ])('%s', async (_what, told, complaint) => {
    expect(await init([], told)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(new RegExp(complaint.source, 'm')),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('that it is a Workspace’s token', async () => {
    const fault = { operation: 'ListDeployments', status: 403, code: '', message: 'Forbidden' };
    astro.faults.inject(fault);
    expect((await init()).err).toContain('take an Organization API token whose role has');
  });

  it('whom it could not read', async () => {
    astro.faults.inject(listFault('malformed-row'));
    expect((await init()).out).toMatch(
      /Astro told 1 Deployment unreadably, and they are missing here: c/,
    );
    expect(await written()).toMatch(/^# Astro told in a way that cannot be read, .* c\w+\.$/m);
  });

  it('that the list did not add up, and does not go on', async () => {
    astro.faults.inject(listFault('total-too-high', 99));
    expect(await init()).toMatchObject({
      code: 1,
      err: expect.stringMatching(/did not add up, asked 3/),
    });
  });

  it('what to do when a cloud cannot be asked at all', async () => {
    const closed = {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_MAX_ATTEMPTS: '1',
    };
    const { code, err } = await init(['--import'], closed);
    expect(code).toBe(1);
    expect(err).toMatch(/IAM on aws cannot be read: .*or look at gcp alone with --cloud gcp/);
    expect(await readdir(folder)).toEqual([]);
  });
});
