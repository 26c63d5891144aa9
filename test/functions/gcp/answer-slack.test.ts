import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Signed, signedForm } from '../../../local/slack/press.ts';
import { googleRecord } from '../../../shared/cloud/gcp/record.ts';
import type { AccessRecord } from '../../../shared/record/record.ts';
import { readGcpConfig } from '../../../shared/runtime/config.ts';
import type { Verb } from '../../../shared/slack/press.ts';
import { fixture } from '../fixtures.ts';
import { captureLog, type Logged } from '../log.ts';
import { FORGED, pressOn, UNENTITLED } from '../presses.ts';
import { type Functions, openFunctions } from './open.ts';

jest.setTimeout(20_000);

const TOPIC_PATH = 'projects/acme-platform/topics/deployments';

let house: Functions;
let record: AccessRecord;
let log: readonly Logged[];
let id: string;
beforeAll(async () => {
  captureLog();
  house = await openFunctions();
  record = googleRecord(readGcpConfig(process.env), 'local');
  id = house.create('analytics-pressed').id;
  const body = fixture('deployment.pubsub-push', id);
  const headers = { 'content-type': 'application/json' };
  await house.call('decide-access', { method: 'POST', headers, body }, TOPIC_PATH);
  clear();
});
afterAll(() => house.close());
beforeEach(() => {
  log = captureLog();
});

function clear(): void {
  for (const topic of ['targets', 'messages', 'handovers'] as const) house.take(topic);
}

const send = ({ headers, body }: Signed) =>
  house.call('answer-slack', { method: 'POST', headers, body });
const press = (verb: Verb, userId: string) => pressOn(record, id, verb, userId);
const decision = async () => {
  const wants = (await record.deployments.get([id])).get(id)?.decided?.wants ?? [];
  return record.decisions.find(wants[0]?.accessId ?? '');
};

describe('answer-slack', () => {
  it('does what an approver asks for', async () => {
    expect(await send(signedForm(await press('hold', 'U0ANN')))).toEqual({ status: 200, body: '' });
    expect(await decision()).toMatchObject({ item: { verdict: 'held', by: 'U0ANN (ann)' } });
    expect(house.take('targets')).toHaveLength(1);
    expect(house.take('messages')).toEqual([{ deploymentId: id }]);
    expect(house.slack.whispers.at(-1)).toMatchObject({ userId: 'U0ANN', channel: 'C0DATAOPS1' });
    expect(log).toContainEqual(
      expect.objectContaining({ event: 'press.answered', deploymentId: id }),
    );
  });

  it.each(FORGED)('does nothing for a press %s: %i', async (_what, status, forged) => {
    const before = await decision();
    const whispers = house.slack.whispers.length;
    expect(await send(forged(await press('revoke', 'U0ANN')))).toMatchObject({ status });
    expect(await decision()).toEqual(before);
    expect(house.slack.whispers).toHaveLength(whispers);
    expect([house.take('targets'), house.take('messages'), house.take('handovers')]).toEqual([
      [],
      [],
      [],
    ]);
  });

  it('does nothing a second time when a press is replayed', async () => {
    const request = signedForm(await press('revoke', 'U0ANN'));
    await send(request);
    const before = await decision();
    clear();
    expect(await send(request)).toMatchObject({ status: 200 });
    expect(await decision()).toEqual(before);
    expect(house.take('targets')).toEqual([]);
    expect(house.slack.whispers.at(-1)?.text).toContain('It has changed since');
  });

  it.each(UNENTITLED)('does nothing when %s presses %s', async (userId, verb) => {
    const before = await decision();
    clear();
    expect(await send(signedForm(await press(verb, userId)))).toEqual({ status: 200, body: '' });
    expect(await decision()).toEqual(before);
    expect([house.take('targets'), house.take('handovers')]).toEqual([[], []]);
    expect(house.slack.whispers.at(-1)).toMatchObject({
      userId,
      text: expect.stringMatching(/^Nothing was done\. /),
    });
  });
});
