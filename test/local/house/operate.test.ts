import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type House, openHouse } from '../../../local/house.ts';
import { WORKSPACE } from '../../../local/samples.ts';
import { seedClouds, showIdentity } from '../../../local/start/deployments.ts';

jest.setTimeout(60_000);

/** The Deployment of all examples, and the access and the target that they name. */
const ID = 'clxk3q1cz000108l43p5k9x2m';
const ACCESS = '1f0c9a7be2d34856';
const TARGET = 'aws-shared-role/arn:aws:iam::999988887777:role/redshift-loader';

const EXAMPLES = [
  ...readdirSync('infra/events')
    .filter((file) => file.endsWith('.json'))
    .map((file) => [file, readFileSync(`infra/events/${file}`, 'utf8')] as const),
  ...(readFileSync('docs/operations.md', 'utf8').match(/\{"action":[^}]*\}/g) ?? []).map(
    (text) => [`operations.md: ${text}`, text.replace('"c..."', `"${ID}"`)] as const,
  ),
];

describe.each([
  ['aws', 'warehouse-load'],
  ['gcp', 'analytics-daily'],
] as const)('the test tab of the console: %s', (cloud, name) => {
  let house: House;
  let access: { readonly accessId: string; readonly targetKey: string };
  beforeAll(async () => {
    house = await openHouse();
    seedClouds(house);
    showIdentity(house, house.astro.create({ id: ID, name, cloud, workspaceId: WORKSPACE }));
    await house.announce(ID);
    access = await granted();
  });
  afterAll(() => house.close());

  async function granted() {
    for (const giveUp = Date.now() + 30_000; Date.now() < giveUp; await setTimeout(100)) {
      const { deployments, accesses } = house.record[cloud];
      const head = (await deployments.get([ID])).get(ID);
      const [row] = await accesses.get(head?.decided?.wants ?? []);
      if (row?.item.state === 'granted') return row.item;
    }
    throw new Error('it never came');
  }

  async function send(body: string) {
    const { operateUrl } = house.sides[cloud];
    const { operate } = house.names;
    const path = cloud === 'aws' ? `2015-03-31/functions/${operate}/invocations` : '';
    const response = await fetch(new URL(path, operateUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return {
      failed: !response.ok || response.headers.has('x-amz-function-error'),
      answer: await response.json(),
    };
  }

  it.each(EXAMPLES)('takes the example in %s', async (_file, text) => {
    const sent = text.replace(ACCESS, access.accessId).replace(TARGET, access.targetKey);
    const { failed, answer } = await send(sent);
    expect({ failed, answer }).toEqual({
      failed: false,
      answer: expect.objectContaining({ text: expect.any(String), accesses: expect.any(Array) }),
    });
  });

  it('says what is wrong with an order in words', async () => {
    const { failed, answer } = await send('{"action": "hodl"}');
    expect(failed).toBe(true);
    expect(JSON.stringify(answer)).toContain('action is not one of');
  });
});
