import { jest } from '@jest/globals';
import { googleRecord } from '../../../shared/cloud/gcp/record.ts';
import { readGcpConfig } from '../../../shared/runtime/config.ts';
import { describeAnswerSlack } from '../answer-slack-suite.ts';
import { fixture } from '../fixtures.ts';
import { openFunctions } from './open.ts';

jest.setTimeout(20_000);

const TOPIC_PATH = 'projects/acme-platform/topics/deployments';

describeAnswerSlack(async () => {
  const house = await openFunctions();
  const { id } = house.create('analytics-pressed');
  const body = fixture('deployment.pubsub-push', id);
  const headers = { 'content-type': 'application/json' };
  await house.call('decide-access', { method: 'POST', headers, body }, TOPIC_PATH);
  return {
    record: googleRecord(readGcpConfig(process.env), 'local'),
    slack: house.slack,
    deploymentId: id,
    take: house.take,
    close: house.close,
    send: (request) => house.call('answer-slack', { method: 'POST', ...request }),
  };
});
