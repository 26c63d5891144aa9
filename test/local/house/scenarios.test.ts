import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DeleteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CANARY } from '../../../local/astro/raw-deployment.ts';
import { localDynamoDb } from '../../../local/dynamodb.ts';
import { ASTRO_TOKEN, OWN_PROJECT, SLACK_TOKEN } from '../../../local/environment.ts';
import { deadSubscriptionOf } from '../../../local/gcp-side.ts';
import { type House, openHouse } from '../../../local/house.ts';
import { deadOf } from '../../../local/names.ts';
import { PROJECT, SHARED_ROLE, SHARED_ROLE_TRUST, WORKSPACE } from '../../../local/samples.ts';
import { seedClouds, showIdentity } from '../../../local/start/deployments.ts';
import { statementsOf } from '../../../shared/policy/same-policy.ts';

jest.setTimeout(60_000);

const VIEWER = 'roles/bigquery.dataViewer';
const log: string[] = [];
let house: House;
beforeAll(async () => {
  house = await openHouse({ onLog: (_side, line) => log.push(JSON.stringify(line)) });
  seedClouds(house);
});
afterAll(() => house.close());

/** A Deployment that a sample rule matches, whose identity its cloud can see. */
function create(name: string, cloud: 'aws' | 'gcp', options: { visible?: boolean } = {}) {
  const raw = house.astro.create({ name, cloud, workspaceId: WORKSPACE });
  const { visible = true } = options;
  const identity = visible ? showIdentity(house, raw) : String(raw.effectiveWorkloadIdentity);
  return { id: raw.id, name, identity };
}

const joins = (identity: string, externalId?: string) =>
  house.aws.iam.canAssume(SHARED_ROLE, identity, externalId);
const isBound = (identity: string) =>
  house.gcp.canAct(`serviceAccount:${identity}`, VIEWER, { project: PROJECT });
const heads = async (name: string) =>
  (await house.slack.messages()).filter(
    ({ text, threadTs, ts }) =>
      text.includes(` ${name} `) && (threadTs === undefined || threadTs === ts),
  );

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + 30_000;
  while (!(await done())) {
    if (Date.now() > giveUp) throw new Error(`it never came: ${log.slice(-5).join('\n')}`);
    await setTimeout(50);
  }
}

const idle = () => Promise.all([house.sides.aws.idle(), house.sides.gcp.idle()]);
const isReady = async (name: string) => (await heads(name))[0]?.text.includes('ready') === true;

describe('the whole of it', () => {
  it('grants, with the ExternalId alone, and leaves what others wrote to the letter', async () => {
    const { id, identity, name } = create('warehouse-one', 'aws');
    await house.announce(id);
    await until(() => isReady(name));
    expect(joins(identity, 'acme-airflow')).toBe(true);
    expect(joins(identity)).toBe(false);
    const statements = statementsOf(house.aws.iam.readTrustPolicy(SHARED_ROLE));
    expect(statements.slice(0, 2)).toEqual(SHARED_ROLE_TRUST.Statement);
  });

  it('has one effect and one message of the same event five times', async () => {
    const { id, identity, name } = create('analytics-one', 'gcp');
    await Promise.all([1, 2, 3, 4, 5].map(() => house.announce(id)));
    await until(() => isReady(name));
    expect(isBound(identity)).toBe(true);
    await house.sides.gcp.idle();
    expect(await heads(name)).toHaveLength(1);
  });

  it('lets one wait whom AWS cannot see yet, and grants it once it is seen', async () => {
    const hidden = create('warehouse-three', 'aws', { visible: false });
    await house.announce(hidden.id);
    await until(async () => (await heads(hidden.name))[0]?.text.includes('wait') === true);
    house.aws.iam.addPrincipal(hidden.identity);
    await house.pass(60_000);
    await house.sweep();
    await until(() => isReady(hidden.name));
    expect(joins(hidden.identity, 'acme-airflow')).toBe(true);
  });

  it('finds by itself, with the next sweep, whom nobody told of', async () => {
    const { identity, name } = create('analytics-two', 'gcp');
    await house.sweep();
    await until(() => isReady(name));
    expect(isBound(identity)).toBe(true);
  });

  it('finishes what functions were in the middle of when they died', async () => {
    const six = [1, 2, 3, 4, 5, 6];
    const onAws = six.map((place) => create(`warehouse-burst-${place}`, 'aws'));
    const onGcp = six.map((place) => create(`analytics-burst-${place}`, 'gcp'));
    const many = [...onAws, ...onGcp];
    await Promise.all(many.map(({ id }) => house.announce(id)));
    await setTimeout(150);
    await Promise.all([house.sides.aws.crash(), house.sides.gcp.crash()]);
    const ready = async () =>
      (await Promise.all(many.map(({ name }) => isReady(name)))).every(Boolean);
    for (let minute = 0; minute < 20 && !(await ready()); minute += 1) {
      await house.pass(60_000);
      await house.sweep();
      await idle();
    }
    for (const { identity } of onAws) expect(joins(identity, 'acme-airflow')).toBe(true);
    for (const { identity } of onGcp) expect(isBound(identity)).toBe(true);
    for (const { name } of many) expect(await heads(name)).toHaveLength(1);
  });

  it('removes nothing when its record is emptied, and is as before after the next sweep', async () => {
    const before = house.aws.iam.readTrustPolicy(SHARED_ROLE);
    const bound = house.gcp.projects.policy(PROJECT);
    const client = localDynamoDb(house.dynamoDb.url);
    const TableName = house.names.table;
    const { Items = [] } = await client.send(new ScanCommand({ TableName }));
    expect(Items.length).toBeGreaterThan(10);
    for (const { partition, id } of Items) {
      if (partition === undefined || id === undefined) continue;
      await client.send(new DeleteItemCommand({ TableName, Key: { partition, id } }));
    }
    house.gcp.firestore.clear();
    await house.sweep();
    await idle();
    await house.pass(60_000);
    await house.sweep();
    await idle();
    expect(house.aws.iam.readTrustPolicy(SHARED_ROLE)).toEqual(before);
    expect(house.gcp.projects.policy(PROJECT).bindings).toEqual(bound.bindings);
  });

  it('keeps what nobody can read among the dead letters with its reason, and goes on', async () => {
    const { queues, topics } = house.names;
    house.aws.sqs.get(queues.deployments).send({ body: 'nonsense', sender: 'somebody' });
    const topic = `projects/${OWN_PROJECT}/topics/${topics.deployments}`;
    house.gcp.pubsub.publish(topic, [{ data: Buffer.from('nonsense').toString('base64') }]);
    const one = create('warehouse-after', 'aws');
    const another = create('analytics-after', 'gcp');
    await Promise.all([one, another].map(({ id }) => house.announce(id)));
    await until(() => joins(one.identity, 'acme-airflow') && isBound(another.identity));
    const [letter] = house.aws.sqs.get(deadOf(queues.deployments)).messages;
    expect(JSON.stringify(letter)).toContain('invalid-event: the message: JSON was expected');
    const dead = house.gcp.pubsub.pull(deadSubscriptionOf(topics.deployments));
    await until(() => dead.messages.length > 0);
    expect(dead.messages[0]?.attributes?.reason).toMatch(
      /^invalid-event: the message: JSON was expected/,
    );
  });

  it('tells of an identity that is not this Deployment’s, and grants it nothing', async () => {
    const role = 'arn:aws:iam::111122223333:role/astro-somebody-else';
    house.aws.iam.addPrincipal(role);
    const raw = house.astro.create({
      name: 'warehouse-foreign',
      cloud: 'aws',
      workspaceId: WORKSPACE,
      identity: role,
    });
    await house.announce(raw.id);
    await until(async () => (await heads('warehouse-foreign')).length === 1);
    expect(JSON.stringify(house.aws.iam.readTrustPolicy(SHARED_ROLE))).not.toContain(role);
  });

  it('says clearly that it knows no such Deployment', async () => {
    await house.announce(`c${'9'.repeat(24)}`);
    await until(() => log.some((line) => line.includes('unknown-deployment')));
  });

  it('leaves another installation on the same role alone, also when that withdraws', async () => {
    const rules = (await readFile('access-rules.yml', 'utf8')).replace(
      'installation: local',
      'installation: other',
    );
    const accessRules = join(await mkdtemp(join(tmpdir(), 'rules-')), 'access-rules.yml');
    await writeFile(accessRules, rules);
    const other = await house.install({ accessRules });
    const { id, identity } = create('warehouse-shared', 'aws');
    await house.announce(id);
    const ours = () => JSON.stringify(house.aws.iam.readTrustPolicy(SHARED_ROLE));
    const count = () => ours().split(identity).length - 1;
    await until(() => count() === 2);
    await writeFile(
      accessRules,
      rules.replace('keep: 24h', 'keep: 1m').replaceAll('"warehouse-*"', '"none-*"'),
    );
    await other.record.aws.breaker.confirm('a test');
    for (let minute = 0; minute < 10 && count() > 1; minute += 1) {
      await house.pass(60_000);
      await house.sweep();
      await other.sides.aws.idle();
    }
    expect(count()).toBe(1);
    expect(joins(identity, 'acme-airflow')).toBe(true);
  });

  it('has never shown a secret or an environment', async () => {
    const messages = JSON.stringify(await house.slack.messages());
    const { Items } = await localDynamoDb(house.dynamoDb.url).send(
      new ScanCommand({ TableName: house.names.table }),
    );
    const record = JSON.stringify([Items, [...house.gcp.firestore.all()]]);
    expect(log.length).toBeGreaterThan(50);
    for (const secret of [CANARY, ASTRO_TOKEN.value, SLACK_TOKEN.value]) {
      expect(log.join()).not.toContain(secret);
      expect(messages).not.toContain(secret);
      expect(record).not.toContain(secret);
    }
  });
});
