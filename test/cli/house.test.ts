import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ASTRO_TOKEN, awsEnvironment, gcpEnvironment, type Told } from '../../local/environment.ts';
import { type House, openHouse } from '../../local/house.ts';
import {
  ORGANIZATION,
  PROJECT,
  PROJECT_POLICY,
  SHARED_ROLE,
  SHARED_ROLE_TRUST,
  WORKSPACE,
} from '../../local/samples.ts';
import { seedClouds, showIdentity } from '../../local/start/deployments.ts';
import { type Ended, run } from './run.ts';

jest.setTimeout(60_000);

const JANE = 'jane@acme.example';
const ASTRO = { ASTRO_API_TOKEN: ASTRO_TOKEN.value };

let house: House;
let env: Readonly<Record<'aws' | 'gcp', Readonly<Record<string, string>>>>;
beforeAll(async () => {
  house = await openHouse();
  seedClouds(house);
  const { names, addresses: at } = house;
  const told: Told = { at, names, organizationId: ORGANIZATION, accessRules: 'access-rules.yml' };
  env = {
    aws: awsEnvironment(told),
    gcp: { ...gcpEnvironment(told), RECORD_DATABASE: '(default)' },
  };
});
afterAll(() => house.close());

function create(name: string, cloud: 'aws' | 'gcp') {
  const raw = house.astro.create({ name, cloud, workspaceId: WORKSPACE });
  return { id: raw.id, name, identity: showIdentity(house, raw) };
}

async function granted(name: string, cloud: 'aws' | 'gcp') {
  const made = create(name, cloud);
  await house.announce(made.id);
  await until(async () => {
    const head = (await house.record[cloud].deployments.get([made.id])).get(made.id);
    const rows = await house.record[cloud].accesses.get(head?.decided?.wants ?? []);
    return rows.some(({ item }) => item.state === 'granted');
  });
  return made;
}

function direct(cloud: 'aws' | 'gcp', ...args: readonly string[]): Promise<Ended> {
  return run([...args, '--direct', '--cloud', cloud], env[cloud]);
}

async function until(done: () => Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + 30_000;
  while (!(await done())) {
    if (Date.now() > giveUp) throw new Error('it never came');
    await setTimeout(100);
  }
}

const joins = (identity: string) => house.aws.iam.canAssume(SHARED_ROLE, identity, 'acme-airflow');
const iamCalls = () =>
  JSON.stringify([...house.aws.faults.calls].filter(([name]) => !/(Get|List)/.test(name)));

describe('preview', () => {
  it('shows the diff of a trust policy and changes nothing', async () => {
    const { id, identity } = create('warehouse-preview', 'aws');
    const calls = iamCalls();
    const { code, out } = await direct('aws', 'preview', id);
    expect(code).toBe(0);
    expect(out).toContain('warehouse-preview: this would change. Nothing was written.');
    expect(out).toContain(`${identity} would be given`);
    expect(out).toMatch(/^ {2}\+ .*"AWS": \[?/m);
    expect(out).not.toMatch(/^ {2}- .*NightlyBatch/m);
    expect(house.aws.iam.readTrustPolicy(SHARED_ROLE)).toEqual(SHARED_ROLE_TRUST);
    expect(iamCalls()).toBe(calls);
    expect((await direct('aws', 'status', id)).err).toContain('refresh it first');
  });

  it('shows the diff of an allow policy and changes nothing', async () => {
    const { id, identity } = create('analytics-preview', 'gcp');
    const { code, out } = await direct('gcp', 'preview', id, '--json');
    expect(code).toBe(0);
    const { preview } = JSON.parse(out);
    expect(preview).toMatchObject({ changes: true, policies: [{ targets: ['analytics'] }] });
    expect(JSON.stringify(preview.policies[0].after)).toContain(`serviceAccount:${identity}`);
    expect(house.gcp.projects.policy(PROJECT)).toMatchObject({ bindings: PROJECT_POLICY.bindings });
  });

  it('says "no changes" once it is granted', async () => {
    const { id } = await granted('warehouse-granted', 'aws');
    const { code, out } = await direct('aws', 'preview', id);
    expect({ code, first: out.split('\n')[0] }).toEqual({
      code: 0,
      first: 'warehouse-granted: no changes.',
    });
  });
});

describe('a decision', () => {
  it('goes through the queues, and into the history under its name', async () => {
    const { id, name, identity } = await granted('warehouse-deny', 'aws');
    expect(joins(identity)).toBe(true);
    const { code, out } = await direct('aws', 'deny', name, '--by', JANE);
    expect(code).toBe(0);
    expect(out).toContain('Denied: it is not given, and what was given is being taken back.');
    await until(async () => !joins(identity));
    const history = await house.record.aws.history.of(id);
    expect(history).toContainEqual(expect.objectContaining({ event: 'decision.denied', by: JANE }));
  });

  it('takes the id of an access, as Slack shows it', async () => {
    const { id } = await granted('warehouse-access', 'aws');
    const { accesses } = JSON.parse((await direct('aws', 'status', id, '--json')).out);
    const { code, out } = await direct('aws', 'hold', accesses[0].accessId);
    expect(code).toBe(0);
    expect(out).toContain('Held');
  });

  it('of nobody is refused in a sentence, without a stack', async () => {
    const { code, out, err } = await direct('aws', 'hold', 'nobody');
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: 'the record has no Deployment called nobody\n',
    });
  });
});

describe('pause', () => {
  it('stops every write, and status says so', async () => {
    await direct('aws', 'pause', '--by', JANE);
    const { code, out } = await direct('aws', 'status');
    expect(code).toBe(0);
    expect(out).toContain(`paused by ${JANE}`);
    expect((await direct('aws', 'resume', '--by', JANE)).out).toContain('Resumed');
    expect((await direct('aws', 'status', '--json')).out).not.toContain('"paused"');
  });
});

describe('report', () => {
  it('says who reaches what as a table, as JSON and as CSV', async () => {
    const { id, name, identity } = await granted('analytics-report', 'gcp');
    const table = await direct('gcp', 'report');
    expect(table.out).toMatch(new RegExp(`^${name} +analytics +yes +granted`, 'm'));
    const json = JSON.parse((await direct('gcp', 'report', '--json')).out);
    expect(json.rows).toContainEqual(
      expect.objectContaining({
        deploymentId: id,
        identity,
        reaches: 'yes',
        rule: 'analytics-gcp',
      }),
    );
    const { out } = await direct('gcp', 'report', '--csv');
    expect(out.split('\r\n')[0]).toMatch(/^deployment,deployment_id,workspace,cloud,identity/);
    expect(out).toContain(`${name},${id},`);
  });
});

describe('rules check --against live', () => {
  it('says what the rules change, compared with the record', async () => {
    await granted('lake-live', 'aws');
    const { code, out, err } = await run(
      [
        'rules',
        'check',
        'test/cli/changed-rules.yml',
        '--against',
        'live',
        '--direct',
        '--cloud',
        'aws',
      ],
      { ...env.aws, ...ASTRO },
    );
    expect({ code, err }).toEqual({ code: 0, err: 'Asking Astro for all Deployments…\n' });
    expect(out).toContain('Compared with what the record of local on aws has.');
    expect(out).toMatch(/^\| lake-live \| aws \| .*redshift.* \| \*\*lake\*\* \(apply\).* \|/m);
    const [, used = ''] =
      /redshift-loader \| \d+ \| (\d+) of 2048 characters \| fits/.exec(out) ?? [];
    expect(out).toMatch(/redshift-loader \| .* \| as it stands, and this \|/);
    expect(Number(used)).toBeGreaterThan(JSON.stringify(SHARED_ROLE_TRUST).length);
  });

  it('counts what stands in policies against the account’s own quota', async () => {
    house.aws.iam.setQuota({ trustPolicySize: 700 });
    const args = ['rules', 'check', 'test/cli/changed-rules.yml', '--against', 'live'];
    const { code, out } = await run([...args, '--direct', '--cloud', 'aws'], {
      ...env.aws,
      ...ASTRO,
    });
    house.aws.iam.setQuota({ trustPolicySize: 2_048 });
    expect(out).toMatch(/redshift-loader \| \d+ \| \d+ of 700 characters \| \*\*too much\*\* \|/);
    expect(code).toBe(1);
  });

  it('compares with other rules where no record is to be had', async () => {
    const { code, out } = await run(
      [
        'rules',
        'check',
        'test/cli/changed-rules.yml',
        '--against',
        'live',
        '--base',
        'access-rules.yml',
        '--json',
        '--quota',
        '300',
      ],
      { ...ASTRO, ASTRO_API_URL: house.addresses.astro, ASTRO_ORGANIZATION_ID: ORGANIZATION },
    );
    expect(code).toBe(1);
    const { live } = JSON.parse(out);
    expect(live.compared).toEqual(['the rules in access-rules.yml']);
    const one = live.effects.find(({ name }: { name: string }) => name === 'lake-live');
    expect(one).toMatchObject({ gains: [{ target: 'redshift' }], loses: [{ target: 'lake' }] });
    expect(live.capacity).toContainEqual(
      expect.objectContaining({ verdict: 'too much', quota: 300, counted: 'our part' }),
    );
    expect(live.unread).toEqual([
      expect.stringMatching(/^the policies on aws: /),
      expect.stringMatching(/^the policies on gcp: where is operate on Google Cloud\?/),
    ]);
  });
});

describe('rules explain', () => {
  it('says which rules match one that exists, by its name', async () => {
    const asked = {
      ...ASTRO,
      ASTRO_API_URL: house.addresses.astro,
      ASTRO_ORGANIZATION_ID: ORGANIZATION,
    };
    const { code, out } = await run(['rules', 'explain', 'lake-live'], asked);
    expect(code).toBe(0);
    expect(out).toContain('✓ lake-aws');
    expect(out).toContain(
      '✗ warehouse-aws: deployment is lake-live, and the rule wants warehouse-*',
    );
    expect(out).toMatch(/accepted/);
    expect(await run(['rules', 'explain', 'nobody'], asked)).toMatchObject({
      code: 1,
      err: 'Astro knows no Deployment called nobody\n',
    });
  });
});
