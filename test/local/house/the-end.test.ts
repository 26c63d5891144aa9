import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type House, openHouse } from '../../../local/house.ts';
import { PROJECT, WORKSPACE } from '../../../local/samples.ts';
import { seedClouds, showIdentity } from '../../../local/start/deployments.ts';
import { run } from '../../cli/run.ts';

jest.setTimeout(120_000);

const MINUTE = 60_000;
let house: House;
let rules: string;
beforeAll(async () => {
  rules = join(await mkdtemp(join(tmpdir(), 'rules-')), 'access-rules.yml');
  await writeFile(rules, await readFile('access-rules.yml', 'utf8'));
  house = await openHouse({ accessRules: rules });
  seedClouds(house);
});
afterAll(() => house.close());

const SIDES = ['aws', 'gcp'] as const;
type Cloud = (typeof SIDES)[number];

/** As an operator asks the deployed function. */
async function ask(cloud: Cloud, ...args: readonly string[]) {
  const { operateUrl } = house.sides[cloud];
  const env = {
    aws: {
      AWS_ENDPOINT_URL_LAMBDA: operateUrl,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
    gcp: { OPERATE_URL: operateUrl, OPERATE_TOKEN: 'local' },
  };
  const { code, out, err } = await run(
    [...args, '--cloud', cloud, '--json', '--rules', rules],
    env[cloud],
  );
  if (code !== 0) throw new Error(err);
  return JSON.parse(out);
}

const counted = (cloud: Cloud) =>
  ask(cloud, 'status').then(({ installation }) => installation.accesses);

async function minutes(count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    await house.pass(MINUTE);
    await house.sweep();
    await Promise.all(SIDES.map((cloud) => house.sides[cloud].idle()));
  }
}

async function until(done: () => Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + 40_000;
  while (!(await done())) {
    if (Date.now() > giveUp) throw new Error('it never came');
    await setTimeout(200);
  }
}

it('ends as install-aws.md says: no rule, confirmed, and nothing is left', async () => {
  for (const [cloud, name] of [
    ['aws', 'lake'],
    ['gcp', 'analytics'],
  ] as const) {
    for (let count = 0; count < 4; count += 1) {
      const raw = house.astro.create({ name: `${name}-${count}`, cloud, workspaceId: WORKSPACE });
      showIdentity(house, raw);
      await house.announce(raw.id);
    }
    await until(async () => (await counted(cloud)).granted === 4);
  }
  const text = await readFile(rules, 'utf8');
  const none = text.slice(0, text.indexOf('\nrules:')).replace(/keep: \w+/, 'keep: 30m');
  await writeFile(rules, `${none}\nrules: []\n`);
  await minutes(3);
  for (const cloud of SIDES) {
    const { installation } = await ask(cloud, 'status');
    expect(installation.breaker.tripped).toBeDefined();
    await ask(cloud, 'confirm-endings', '--by', 'jane');
  }
  await minutes(3);
  for (const cloud of SIDES) expect(await counted(cloud)).toEqual({ granted: 4 });
  await house.pass(31 * MINUTE);
  for (const cloud of SIDES) {
    await until(async () => {
      await minutes(1);
      return ((await counted(cloud)).granted ?? 0) === 0;
    });
  }
  for (const cloud of SIDES) {
    const { rows } = await ask(cloud, 'report');
    expect(rows.map(({ reaches }: { reaches: string }) => reaches)).toEqual(rows.map(() => 'no'));
  }
  expect(house.aws.faults.calls.get('iam:DeleteRole')).toBe(4);
  expect(JSON.stringify(house.gcp.projects.policy(PROJECT))).not.toContain('astro-data-plane');
});
