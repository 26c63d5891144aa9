import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { type Signed, signedForm } from '../../../local/slack/press.ts';
import { awsRecord } from '../../../shared/cloud/aws/record.ts';
import type { AccessRecord } from '../../../shared/record/record.ts';
import type { Verb } from '../../../shared/slack/press.ts';
import { fixture } from '../fixtures.ts';
import { captureLog, type Logged } from '../log.ts';
import { FORGED, pressOn, UNENTITLED } from '../presses.ts';
import { type Handlers, openHandlers } from './open.ts';

jest.setTimeout(20_000);

let house: Handlers;
let record: AccessRecord;
let log: readonly Logged[];
let id: string;
beforeAll(async () => {
  captureLog();
  house = await openHandlers();
  record = awsRecord(process.env.RECORD_TABLE ?? '', 'local');
  id = house.create('warehouse-pressed').id;
  await house.batch('decide-access', JSON.parse(fixture('deployment.eventbridge-sqs', id)));
  clear();
});
afterAll(() => house.close());
beforeEach(() => {
  log = captureLog();
});

function clear(): void {
  for (const queue of ['targets', 'messages', 'handovers'] as const) house.take(queue);
}

/** As Lambda hands over a form: its bytes in base64, unless it takes them for text. */
async function send({ headers, body }: Signed, base64 = true): Promise<unknown> {
  const event: LambdaFunctionURLEvent = {
    ...JSON.parse(fixture('function-url')),
    headers,
    body: base64 ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: base64,
  };
  return house.invoke('answer-slack', event);
}

const press = (verb: Verb, userId: string) => pressOn(record, id, verb, userId);
const decision = async () => {
  const [accessId = ''] = (await record.deployments.get([id]))
    .get(id)
    ?.decided?.wants.map((want) => want.accessId) ?? [''];
  return record.decisions.find(accessId);
};

describe('answer-slack', () => {
  it.each([true, false])('does what an approver asks for, base64: %s', async (base64) => {
    const payload = await press(base64 ? 'hold' : 'release', 'U0ANN');
    expect(await send(signedForm(payload), base64)).toEqual({ statusCode: 200 });
    expect(await decision()).toMatchObject({
      item: { verdict: base64 ? 'held' : 'released', by: 'U0ANN (ann)' },
    });
    expect(house.take('targets')).toHaveLength(1);
    expect(house.take('messages')).toEqual([{ deploymentId: id }]);
    expect(house.slack.whispers.at(-1)).toMatchObject({ userId: 'U0ANN', channel: 'C0DATAOPS1' });
    expect(log).toContainEqual(
      expect.objectContaining({ event: 'press.answered', deploymentId: id }),
    );
  });

  it.each(FORGED)('does nothing for a press %s: %i', async (_what, statusCode, forged) => {
    const before = await decision();
    const whispers = house.slack.whispers.length;
    expect(await send(forged(await press('revoke', 'U0ANN')))).toMatchObject({ statusCode });
    expect(await decision()).toEqual(before);
    expect(house.slack.whispers).toHaveLength(whispers);
    expect([house.take('targets'), house.take('messages'), house.take('handovers')]).toEqual([
      [],
      [],
      [],
    ]);
  });

  it('does nothing a second time when a press is replayed', async () => {
    const request = signedForm(await press('hold', 'U0ANN'));
    await send(request);
    const before = await decision();
    clear();
    expect(await send(request)).toEqual({ statusCode: 200 });
    expect(await decision()).toEqual(before);
    expect(house.take('targets')).toEqual([]);
    expect(house.slack.whispers.at(-1)?.text).toContain('It has changed since');
  });

  it.each(UNENTITLED)('does nothing when %s presses %s', async (userId, verb) => {
    const before = await decision();
    clear();
    expect(await send(signedForm(await press(verb, userId)))).toEqual({ statusCode: 200 });
    expect(await decision()).toEqual(before);
    expect([house.take('targets'), house.take('handovers')]).toEqual([[], []]);
    expect(house.slack.whispers.at(-1)).toMatchObject({
      userId,
      text: expect.stringMatching(/^Nothing was done\. /),
    });
  });
});
