import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type House, openHouse } from '../../../local/house.ts';
import { WORKSPACE } from '../../../local/samples.ts';
import type { Posted } from '../../../local/slack/messages.ts';
import { buttonsOf, press } from '../../../local/slack/press.ts';
import { seedClouds, showIdentity } from '../../../local/start/deployments.ts';

jest.setTimeout(60_000);

let house: House;
beforeAll(async () => {
  house = await openHouse();
  seedClouds(house);
});
afterAll(() => house.close());

/** The Deployment's one message, once its first line says this. */
async function saying(name: string, said: string): Promise<Posted> {
  for (;;) {
    const messages = await house.slack.messages();
    const head = messages.find(({ text, ts, threadTs }) => {
      return text.includes(name) && (threadTs === undefined || threadTs === ts);
    });
    if (head?.text.includes(said)) return head;
    await setTimeout(50);
  }
}

const whispers = (userId: string) => house.slack.whispers.filter((one) => one.userId === userId);

describe.each(['aws', 'gcp'] as const)('a button of a message on %s', (cloud) => {
  const name = `${cloud === 'aws' ? 'lake' : 'analytics'}-buttons`;
  const pressOn = (message: Posted, verb: string, userId: string) => {
    const button = buttonsOf(message).find((one) => one.action_id === verb);
    if (button === undefined) throw new Error(`the message has no button to ${verb}`);
    return press(house.sides[cloud].answerUrl, { button, userId, message });
  };

  it('does what it says, once, for those who may, and shows it', async () => {
    const raw = house.astro.create({ name, cloud, workspaceId: WORKSPACE });
    showIdentity(house, raw);
    await house.announce(raw.id);
    const ready = await saying(name, 'ready');
    expect(await pressOn(ready, 'details', 'U0BOB')).toBe(200);
    expect(whispers('U0BOB').at(-1)?.text).toContain(name);
    expect(await pressOn(ready, 'revoke', 'U0BOB')).toBe(200);
    expect(whispers('U0BOB').at(-1)?.text).toContain('not among those');
    expect(await pressOn(ready, 'revoke', 'U0ANN')).toBe(200);
    expect(whispers('U0ANN').at(-1)?.text).toContain('being taken back');
    await saying(name, 'taken back');
    expect(await pressOn(ready, 'revoke', 'U0ANN')).toBe(200);
    expect(whispers('U0ANN').at(-1)?.text).toContain('It has changed since');
  });
});
