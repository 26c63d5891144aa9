import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type House, openHouse } from '../../../local/house.ts';
import { PROJECT, SHARED_ROLE, WORKSPACE } from '../../../local/samples.ts';
import type { Posted } from '../../../local/slack/messages.ts';
import { buttonsOf, payloadOf, press, signedForm } from '../../../local/slack/press.ts';
import { seedClouds, showIdentity } from '../../../local/start/deployments.ts';
import type { Verb } from '../../../shared/slack/press.ts';

jest.setTimeout(60_000);

const HOUR = 3_600_000;
const APPROVER = 'U0ANN';
const CLOUDS = ['aws', 'gcp'] as const;
type Cloud = (typeof CLOUDS)[number];

const log: string[] = [];
let house: House;
let ahead = 0;
beforeAll(async () => {
  const rules = (await readFile('access-rules.yml', 'utf8')).replace(
    'mode: apply',
    'mode: approve',
  );
  const accessRules = join(await mkdtemp(join(tmpdir(), 'rules-')), 'access-rules.yml');
  await writeFile(accessRules, rules);
  house = await openHouse({ accessRules, onLog: (_side, line) => log.push(JSON.stringify(line)) });
  seedClouds(house);
});
afterAll(() => house.close());

const OF = {
  aws: {
    prefix: 'warehouse',
    has: (identity: string) => house.aws.iam.canAssume(SHARED_ROLE, identity, 'acme-airflow'),
  },
  gcp: {
    prefix: 'analytics',
    has: (identity: string) =>
      house.gcp.canAct(`serviceAccount:${identity}`, 'roles/bigquery.jobUser', {
        project: PROJECT,
      }),
  },
} as const;

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + 30_000;
  while (!(await done())) {
    if (Date.now() > giveUp) throw new Error(`it never came: ${log.slice(-5).join('\n')}`);
    await setTimeout(50);
  }
}

async function later(milliseconds: number): Promise<void> {
  ahead += milliseconds;
  await house.pass(milliseconds);
  await house.sweep();
  await Promise.all([house.sides.aws.idle(), house.sides.gcp.idle()]);
}

/** One that waits for approval, as its message says. */
async function waiting(cloud: Cloud, suffix: string) {
  const name = `${OF[cloud].prefix}-${suffix}`;
  const raw = house.astro.create({ name, cloud, workspaceId: WORKSPACE });
  const identity = showIdentity(house, raw);
  await house.announce(raw.id);
  await offered(name, 'approve');
  return { id: raw.id, name, identity, has: () => OF[cloud].has(identity) };
}

async function headOf(name: string): Promise<Posted | undefined> {
  return (await house.slack.messages()).find(
    ({ text, threadTs, ts }) =>
      text.includes(` ${name} `) && (threadTs === undefined || threadTs === ts),
  );
}

/** The button with this verb, once the message has it. */
async function offered(name: string, verb: Verb) {
  for (;;) {
    const message = await headOf(name);
    const button = message && buttonsOf(message).find((one) => one.action_id === verb);
    if (message && button) return { message, button };
    await setTimeout(50);
  }
}

async function presses(cloud: Cloud, name: string, verb: Verb, userId = APPROVER) {
  const at = new Date(Date.now() + ahead);
  return press(house.sides[cloud].answerUrl, { ...(await offered(name, verb)), userId, at });
}

const toldTo = (userId: string) =>
  house.slack.whispers.filter((one) => one.userId === userId).map(({ text }) => text);

async function decisionsOf(cloud: Cloud, id: string): Promise<readonly string[]> {
  const entries = await house.record[cloud].history.of(id);
  return entries.map(({ event }) => event).filter((event) => event.startsWith('decision.'));
}

describe.each(CLOUDS)('a press on %s', (cloud) => {
  it('of Approve, doubled, grants once within seconds, and the message shows it', async () => {
    const { id, name, has } = await waiting(cloud, 'approved');
    expect(has()).toBe(false);
    const pressed = Date.now();
    const twice = [presses(cloud, name, 'approve'), presses(cloud, name, 'approve')];
    expect(await Promise.all(twice)).toEqual([200, 200]);
    await until(has);
    expect(Date.now() - pressed).toBeLessThan(10_000);
    await until(async () => (await headOf(name))?.text.includes('ready') === true);
    expect(await decisionsOf(cloud, id)).toEqual(['decision.approved']);
    expect(toldTo(APPROVER).some((text) => text.includes('Approved'))).toBe(true);
  });

  it.each([
    ['somebody who is no approver', 'U0BOB'],
    ['whoever created it', 'U0JANE'],
  ])('of Approve by %s does nothing, and says why to them alone', async (_who, userId) => {
    const { id, name, has } = await waiting(cloud, userId.toLowerCase());
    const before = toldTo(userId).length;
    expect(await presses(cloud, name, 'approve', userId)).toBe(200);
    await until(() => toldTo(userId).length > before);
    await house.sides[cloud].idle();
    expect(has()).toBe(false);
    expect(await decisionsOf(cloud, id)).toEqual([]);
    await offered(name, 'approve');
  });

  it('that somebody else signed, or changed, is refused and does nothing', async () => {
    const { id, name, has } = await waiting(cloud, 'forged');
    const payload = payloadOf({ ...(await offered(name, 'approve')), userId: APPROVER });
    const at = new Date(Date.now() + ahead);
    const genuine = signedForm(payload, at);
    const old = signedForm(payload, new Date(at.getTime() - 6 * 60_000));
    const other = signedForm({ ...payload, user: { id: 'U0SAM' } }, at);
    for (const { headers, body } of [
      signedForm(payload, at, 'guessed'),
      { headers: genuine.headers, body: other.body },
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: genuine.body },
      old,
    ]) {
      const request = { method: 'POST', headers, body };
      expect((await fetch(house.sides[cloud].answerUrl, request)).status).toBe(401);
    }
    await house.sides[cloud].idle();
    expect(has()).toBe(false);
    expect(await decisionsOf(cloud, id)).toEqual([]);
  });

  it('of Revoke takes it back, and no sweep gives it again', async () => {
    const { name, has } = await waiting(cloud, 'revoked');
    await presses(cloud, name, 'approve');
    await until(has);
    await presses(cloud, name, 'revoke');
    await until(() => !has());
    await later(HOUR);
    expect(has()).toBe(false);
  });

  it('of Undo keeps what a rename would have ended, for as long as nobody revokes it', async () => {
    const { id, name, has } = await waiting(cloud, 'renamed');
    await presses(cloud, name, 'approve');
    await until(has);
    const renamed = `elsewhere-${cloud}`;
    house.astro.update(id, { name: renamed });
    await house.announce(id);
    await presses(cloud, renamed, 'undo');
    for (let days = 0; days < 3; days += 1) await later(24 * HOUR);
    expect(has()).toBe(true);
    await presses(cloud, renamed, 'revoke');
    await until(() => !has());
  });
});
