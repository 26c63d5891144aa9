import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ASTRO_WRITE_TOKEN } from '../../../local/environment.ts';
import { type House, openHouse } from '../../../local/house.ts';
import { LOADER, PROJECT, SHARED_ROLE, WORKSPACE } from '../../../local/samples.ts';
import { buttonsOf, press } from '../../../local/slack/press.ts';
import { seedClouds, showIdentity } from '../../../local/start/deployments.ts';

jest.setTimeout(60_000);

const MINUTE = 60_000;
const log: string[] = [];
let house: House;
let passed = 0;
beforeAll(async () => {
  const rules = (await readFile('access-rules.yml', 'utf8'))
    .replace('{id: aws_lake}', '{id: aws_lake, create: auto}')
    .replace('{id: redshift}', '{id: redshift, create: auto, via: airflow}')
    .replace('{id: gcp_loader}', '{id: gcp_loader, create: auto, via: airflow}');
  const accessRules = join(await mkdtemp(join(tmpdir(), 'rules-')), 'access-rules.yml');
  await writeFile(accessRules, rules);
  house = await openHouse({ accessRules, onLog: (_side, line) => log.push(JSON.stringify(line)) });
  seedClouds(house);
});
afterAll(() => house.close());

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + 30_000;
  while (!(await done())) {
    if (Date.now() > giveUp) throw new Error(`it never came: ${log.slice(-5).join('\n')}`);
    await setTimeout(50);
  }
}

async function create(name: string, cloud: 'aws' | 'gcp', airflowVersion = '3.0.6') {
  const raw = house.astro.create({ name, cloud, workspaceId: WORKSPACE, airflowVersion });
  showIdentity(house, raw);
  await house.announce(raw.id);
  return { id: raw.id, namespace: String(raw.namespace) };
}

const idle = () => Promise.all([house.sides.aws.idle(), house.sides.gcp.idle()]);
const inEnvironment = (id: string) =>
  house.astro.objects.of(id).map(({ objectKey, description, connection }) => ({
    id: objectKey,
    description,
    type: connection.type,
    extra: connection.extra,
  }));
const inAirflow = (id: string) =>
  house.astro.airflow.all(id).map(({ connection_id, conn_type, description, extra }) => ({
    id: connection_id,
    description,
    type: conn_type,
    extra: JSON.parse(extra ?? ''),
  }));
const description = expect.stringContaining('made by deployment-authorizer local');

describe('a connection that is made unasked', () => {
  it('appears in the Environment Manager, with the role of its own', async () => {
    const { id, namespace } = await create('lake-made', 'aws');
    await until(() => inEnvironment(id).length > 0);
    const [made, ...more] = inEnvironment(id);
    expect(more).toEqual([]);
    expect(made).toMatchObject({ id: 'aws_lake', type: 'aws', description });
    expect(made?.extra?.role_arn).toMatch(new RegExp(`:role/.*airflow-${namespace}$`));
    expect(inAirflow(id)).toEqual([]);
  });

  it.each(['2.10.5', '3.0.6'])('appears in Airflow %s', async (version) => {
    const { id } = await create(`warehouse-made-${version}`, 'aws', version);
    await until(() => inAirflow(id).length > 0);
    const extra = {
      role_arn: SHARED_ROLE,
      region_name: expect.any(String),
      assume_role_kwargs: { ExternalId: 'acme-airflow' },
    };
    expect(inAirflow(id)).toEqual([{ id: 'redshift', type: 'aws', description, extra }]);
    expect(inEnvironment(id)).toEqual([]);
  });

  it('appears on Google Cloud too, with whom it impersonates', async () => {
    const { id } = await create('loader-made', 'gcp');
    await until(() => inAirflow(id).length > 0);
    expect(inAirflow(id)).toMatchObject([{ id: 'gcp_loader', type: 'google_cloud_platform' }]);
    expect(JSON.stringify(inAirflow(id))).toContain(LOADER);
  });

  it('waits for a Deployment that hibernates, and is made once it is up', async () => {
    const raw = house.astro.create({
      name: 'warehouse-asleep',
      cloud: 'aws',
      workspaceId: WORKSPACE,
    });
    house.astro.update(raw.id, { status: 'HIBERNATING' });
    showIdentity(house, raw);
    await house.announce(raw.id);
    await until(() =>
      log.some((line) => line.includes(raw.id) && line.includes('airflow-not-ready')),
    );
    house.astro.update(raw.id, { status: 'HEALTHY' });
    for (let minutes = 0; minutes < 5 && inAirflow(raw.id).length === 0; minutes += 1) {
      passed += MINUTE;
      await house.pass(MINUTE);
      await house.sweep();
      await idle();
    }
    expect(inAirflow(raw.id)).toMatchObject([{ id: 'redshift' }]);
  });
});

describe('a connection that somebody asks for', () => {
  it('is made by a press, once, and not before', async () => {
    const { id } = await create('analytics-asked', 'gcp');
    const found = async () => {
      const messages = await house.slack.messages();
      const message = messages.find(({ text }) => text.includes(' analytics-asked '));
      const button = message && buttonsOf(message).find((one) => one.action_id === 'connect');
      return message && button && { message, button };
    };
    await until(async () => (await found()) !== undefined);
    await house.sides.gcp.idle();
    expect(inEnvironment(id)).toEqual([]);
    const pressing = await found();
    if (pressing === undefined) throw new Error('it has gone');
    const at = new Date(Date.now() + passed);
    const url = house.sides.gcp.answerUrl;
    const one = () => press(url, { ...pressing, userId: 'U0JANE', at });
    expect(await Promise.all([one(), one()])).toEqual([200, 200]);
    await until(() => inEnvironment(id).length > 0);
    await house.sides.gcp.idle();
    expect(inEnvironment(id)).toEqual([
      {
        id: 'gcp_analytics',
        type: 'google_cloud_platform',
        description,
        extra: expect.objectContaining({ project: PROJECT }),
      },
    ]);
    await until(async () => (await found()) === undefined);
  });
});

it('has never shown the token that may write', async () => {
  expect(JSON.stringify(await house.slack.messages())).not.toContain(ASTRO_WRITE_TOKEN.value);
  expect(log.join('\n')).not.toContain(ASTRO_WRITE_TOKEN.value);
});
