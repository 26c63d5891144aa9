import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type House, openHouse } from '../../../local/house.ts';
import { PROJECT, SHARED_ROLE, WORKSPACE } from '../../../local/samples.ts';
import { NO_ANSWER } from '../../../local/slack/slack-front.ts';
import { seedClouds, showIdentity } from '../../../local/start/deployments.ts';

jest.setTimeout(60_000);

const MINUTE = 60_000;
const postponed = new Set<string>();
let house: House;
beforeAll(async () => {
  house = await openHouse({
    onLog: (_side, { event, deploymentId }) => {
      if (event === 'message.postponed') postponed.add(String(deploymentId));
    },
  });
  seedClouds(house);
});
afterAll(() => house.close());

const assumes = (identity: string) =>
  house.aws.iam.canAssume(SHARED_ROLE, identity, 'acme-airflow');
const acts = (identity: string) =>
  house.gcp.canAct(`serviceAccount:${identity}`, 'roles/bigquery.jobUser', { project: PROJECT });

const FAILINGS = [
  { name: 'warehouse-down', cloud: 'aws', works: assumes, status: 503, code: 'down' },
  { name: 'warehouse-silent', cloud: 'aws', works: assumes, status: 0, code: NO_ANSWER },
  { name: 'analytics-busy', cloud: 'gcp', works: acts, status: 429, code: 'ratelimited' },
  { name: 'analytics-wrong', cloud: 'gcp', works: acts, status: 200, code: 'internal_error' },
] as const;

const heads = async (name: string) =>
  (await house.slack.messages()).filter(
    ({ text, threadTs, ts }) =>
      text.includes(` ${name} `) && (threadTs === undefined || threadTs === ts),
  );

async function minute(): Promise<void> {
  await house.pass(MINUTE);
  await house.sweep();
  await Promise.all([house.sides.aws.idle(), house.sides.gcp.idle()]);
}

it('grants while Slack fails in each way, and tells once when it is up again', async () => {
  const failing = FAILINGS.map(({ name, cloud, works, status, code }) => {
    const raw = house.astro.create({ name, cloud, workspaceId: WORKSPACE });
    house.slack.faults.inject({
      operation: 'slack:chat.postMessage',
      status,
      code,
      message: code,
      times: Number.POSITIVE_INFINITY,
      containing: name,
      ...(status === 429 && { headers: { 'retry-after': '60' } }),
    });
    return { id: raw.id, name, works, identity: showIdentity(house, raw) };
  });
  await Promise.all(failing.map(({ id }) => house.announce(id)));
  while (postponed.size < failing.length) await setTimeout(100);
  for (const { identity, works } of failing) expect(works(identity)).toBe(true);
  for (const { name } of failing) expect(await heads(name)).toEqual([]);

  house.slack.faults.clear();
  for (let minutes = 0; minutes < 5; minutes += 1) await minute();
  for (const { name } of failing) {
    expect(await heads(name)).toHaveLength(1);
    expect((await heads(name))[0]?.text).toContain('ready');
  }
});
