import { expect, test } from '@jest/globals';
import { ownAccountOnly } from '../../../shared/cloud/aws/operate-tools.ts';
import { readAwsConfig } from '../../../shared/runtime/config.ts';

const config = readAwsConfig({
  ASTRO_ORGANIZATION_ID: 'clm',
  ASTRO_TOKEN_SECRET: 'astro-token',
  ASTRO_WRITE_TOKEN_SECRET: 'astro-write-token',
  AWS_ACCOUNT_ID: '999988887777',
  AWS_REGION: 'eu-west-1',
  EVENT_BUS: 'bus',
  HANDOVERS_QUEUE_URL: 'https://sqs.example/handovers',
  MEMBER_ROLE: 'member',
  MESSAGES_QUEUE_URL: 'https://sqs.example/messages',
  RECEIVE_SECRET: 'receive-secret',
  RECORD_TABLE: 'record',
  SLACK_SIGNING_SECRET: 'slack-signing',
  SLACK_TOKEN_SECRET: 'slack-token',
  TARGETS_QUEUE_URL: 'https://sqs.example/targets',
});

test('ownAccountOnly does not become the role that may write in another account', async () => {
  const elsewhere = { partition: 'aws', account: '111111111111' };
  await expect(ownAccountOnly(config)(elsewhere, 'c1')).rejects.toMatchObject({
    code: 'other-account',
    message: expect.stringContaining('account 111111111111'),
    advice: expect.stringContaining('--direct'),
  });
});
