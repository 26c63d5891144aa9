import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { SLACK_TOKEN } from '../../../local/environment.ts';
import { OWN_POLICY, SHARED_ROLE } from '../../../local/samples.ts';
import { fixture } from '../fixtures.ts';
import { captureLog, type Logged } from '../log.ts';
import { type Handlers, openHandlers, saying, together } from './open.ts';

jest.setTimeout(20_000);

let house: Handlers;
let log: readonly Logged[];
beforeAll(async () => {
  house = await openHandlers();
});
afterAll(() => house.close());
beforeEach(() => {
  log = captureLog();
});

const event = (name: string, id?: string): SQSEvent => JSON.parse(fixture(name, id));
const changed = (id: string) => event('deployment.eventbridge-sqs', id);
const told = (id: string) => event('deployment.sqs-fifo', id);
const marked = (targetKey?: string) => {
  const mark = event('target.sqs-fifo');
  return targetKey === undefined ? mark : saying(JSON.stringify({ targetKey }), mark);
};
const events = () => log.map((line) => line.event);
const REDSHIFT = `aws-shared-role/${SHARED_ROLE}`;
const UNKNOWN = `c${'9'.repeat(24)}`;

describe('decide-access', () => {
  it('takes what the rule of the bus delivers, marks the target and has it told', async () => {
    const { id } = house.create('warehouse-decide');
    expect(await house.batch('decide-access', changed(id))).toEqual({ batchItemFailures: [] });
    expect(house.take('targets')).toEqual([{ targetKey: REDSHIFT }]);
    expect(house.take('messages')).toEqual([{ deploymentId: id }]);
    expect(log).toContainEqual(
      expect.objectContaining({ event: 'deployment.decided', deploymentId: id }),
    );
  });

  it('takes what the console’s test tab sends', async () => {
    const { id } = house.create('warehouse-console');
    const console = saying(fixture('deployment.console', id), changed(id));
    expect(await house.batch('decide-access', console)).toEqual({ batchItemFailures: [] });
    expect(house.take('targets')).toEqual([{ targetKey: REDSHIFT }]);
    house.take('messages');
  });

  it('asks once for those of a batch that are the same', async () => {
    const { id } = house.create('warehouse-doubled');
    const before = house.astro.faults.calls.get('GetDeployment') ?? 0;
    await house.batch('decide-access', together(changed(id), changed(id), changed(id)));
    expect(house.astro.faults.calls.get('GetDeployment')).toBe(before + 1);
    expect(house.take('messages')).toEqual([{ deploymentId: id }]);
    house.take('targets');
  });

  it('fails those alone that another try may mend', async () => {
    const { id } = house.create('warehouse-fine');
    const failing = house.create('warehouse-failing').id;
    house.astro.faults.inject({
      operation: 'GetDeployment',
      status: 500,
      code: 'internal',
      message: 'Internal error',
      times: 20,
      containing: failing,
    });
    const batch = together(
      changed(failing),
      saying('no JSON at all', changed(id)),
      changed(UNKNOWN),
      saying('{"deploymentId": 7}', changed(id)),
      changed(id),
    );
    expect(await house.batch('decide-access', batch)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }],
    });
    house.astro.faults.clear();
    expect(house.take('messages')).toEqual([{ deploymentId: id }]);
    house.take('targets');
    const dead = house.deadLetters('deployments');
    expect(dead.map(({ body }) => body).sort()).toEqual(['no JSON at all', '{"deploymentId": 7}']);
    expect(JSON.stringify(dead)).toContain('invalid-event: the message: JSON was expected');
    expect(log).toContainEqual(
      expect.objectContaining({
        event: 'event.discarded',
        code: 'unknown-deployment',
        reason: `Astro knows no Deployment ${UNKNOWN}`,
      }),
    );
    expect(log).toContainEqual(
      expect.objectContaining({ event: 'event.failed', code: 'invalid-event', messageId: 'm1' }),
    );
  });
});

describe('grant-access', () => {
  async function decided(name: string) {
    const deployment = house.create(name);
    await house.batch('decide-access', changed(deployment.id));
    house.take('messages');
    house.take('targets');
    return deployment;
  }

  it('serves several groups of one batch, each target once', async () => {
    const joining = await decided('warehouse-grant');
    const owning = await decided('lake-grant');
    const [own] = await house.targetsOf(owning.id);
    const writes = () => house.aws.faults.calls.get('iam:UpdateAssumeRolePolicy') ?? 0;
    const before = writes();
    const batch = together(marked(), marked(own), marked(), marked(own));
    expect(await house.batch('grant-access', batch)).toEqual({ batchItemFailures: [] });
    expect(writes()).toBe(before + 1);
    expect(house.aws.iam.canAssume(SHARED_ROLE, joining.identity, 'acme-airflow')).toBe(true);
    const role = house.aws.iam.roles().find(({ attached }) => attached.includes(OWN_POLICY));
    expect(house.aws.iam.canAssume(role?.arn ?? '', owning.identity)).toBe(true);
    expect(house.take('messages')).toContainEqual({ deploymentId: owning.id });
  });

  it('fails all messages of a target that failed, and no other', async () => {
    const joining = await decided('warehouse-throttled');
    const owning = await decided('lake-beside');
    const [own] = await house.targetsOf(owning.id);
    house.aws.faults.inject({
      operation: 'iam:GetRole',
      status: 403,
      code: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid',
      containing: 'redshift-loader',
    });
    const batch = together(marked(), marked(own), marked());
    const answer = await house.batch('grant-access', batch);
    house.aws.faults.clear();
    expect(answer).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm2' }],
    });
    expect(house.take('messages')).toEqual([{ deploymentId: owning.id }]);
    expect(house.aws.iam.canAssume(SHARED_ROLE, joining.identity, 'acme-airflow')).toBe(false);
    expect(await house.batch('grant-access', marked())).toEqual({ batchItemFailures: [] });
    expect(house.aws.iam.canAssume(SHARED_ROLE, joining.identity, 'acme-airflow')).toBe(true);
    house.take('messages');
  });

  it('keeps a target that it cannot read, and calls no cloud for one that nobody wants', async () => {
    const before = new Map(house.aws.faults.calls);
    const batch = together(
      saying('{"target": "x"}', marked()),
      marked('gcp-project/acme-analytics'),
      marked('aws-shared-role/arn:aws:iam::999988887777:role/nobody'),
    );
    expect(await house.batch('grant-access', batch)).toEqual({ batchItemFailures: [] });
    const dead = house.deadLetters('targets');
    expect(dead.map(({ body }) => body).sort()).toEqual([
      '{"target": "x"}',
      '{"targetKey":"gcp-project/acme-analytics"}',
    ]);
    expect(JSON.stringify(dead)).toContain('unknown-target: no target of this cloud has the key');
    expect(house.aws.faults.calls.get('iam:GetRole')).toBe(before.get('iam:GetRole'));
  });
});

describe('notify', () => {
  it('posts one message for many that ask for it, and none for whom nobody knows', async () => {
    const { id } = house.create('warehouse-told');
    await house.batch('decide-access', changed(id));
    const batch = together(told(id), told(UNKNOWN), told(id));
    expect(await house.batch('notify', batch)).toEqual({ batchItemFailures: [] });
    const messages = await house.slack.messages();
    expect(messages.filter(({ text }) => text.includes('warehouse-told'))).toHaveLength(1);
    expect(events().filter((name) => name === 'message.posted')).toHaveLength(1);
    expect(await house.batch('notify', told(id))).toEqual({ batchItemFailures: [] });
    expect(await house.slack.messages()).toHaveLength(messages.length);
  });

  it('goes on with a token that was rotated while it ran, and logs none', async () => {
    const posts = async (name: string) => {
      const { id } = house.create(name);
      await house.batch('decide-access', changed(id));
      expect(await house.batch('notify', told(id))).toEqual({ batchItemFailures: [] });
      return (await house.slack.messages()).filter(({ text }) => text.includes(name)).length;
    };
    expect(await posts('warehouse-first')).toBe(1);
    house.slack.tokens.clear();
    house.slack.tokens.add('xoxb-second');
    house.rotate(SLACK_TOKEN.name, 'xoxb-local\nxoxb-second');
    expect(await posts('warehouse-torn')).toBe(0);
    house.rotate(SLACK_TOKEN.name, 'xoxb-second');
    expect(await posts('warehouse-second')).toBe(1);
    expect(events()).toContain('message.postponed');
    expect(JSON.stringify(log)).not.toContain('xoxb');
  });
});

describe('sweep', () => {
  const SCHEDULED = {
    version: '0',
    id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '999988887777',
    time: '2026-01-15T09:30:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:events:eu-west-1:999988887777:rule/sweep'],
    detail: {},
  };

  it('sends the ids of those whom nobody told of', async () => {
    house.take('deployments');
    const { id } = house.create('warehouse-swept');
    await house.invoke('sweep', SCHEDULED);
    const sent = house.take('deployments');
    expect(sent).toContainEqual(expect.objectContaining({ detail: { deploymentId: id } }));
    expect(events()).toEqual(expect.arrayContaining(['sweep.due', 'sweep.listed']));
  });

  it('fails in the platform’s eyes when Astro does, once it has sent what was due', async () => {
    house.astro.faults.inject({
      operation: 'ListDeployments',
      status: 500,
      code: 'internal',
      message: 'Internal error',
      times: 20,
    });
    await expect(house.invoke('sweep', SCHEDULED)).rejects.toThrow(/Astro/);
    house.astro.faults.clear();
    expect(events()).toContain('sweep.due');
    expect(log).toContainEqual(
      expect.objectContaining({ event: 'invocation.failed', requestId: 'request-sweep' }),
    );
  });
});

describe('operate', () => {
  it('answers the console’s test tab, and says what it takes where it cannot be read', async () => {
    expect(await house.invoke('operate', { action: 'status' })).toMatchObject({
      text: expect.any(String),
    });
    await expect(house.invoke('operate', { action: 'grant' })).rejects.toThrow(
      /action is not one of preview, .*Send \{"action": "status"/,
    );
    expect(log).toContainEqual(
      expect.objectContaining({ event: 'invocation.failed', requestId: 'request-operate' }),
    );
  });
});
