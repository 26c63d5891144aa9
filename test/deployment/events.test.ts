import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  parseDeploymentId,
  parseDeploymentMessage,
  parseTargetMessage,
} from '../../shared/deployment/events.ts';
import { InvalidEventError } from '../../shared/runtime/errors.ts';

const ID = 'clmh57jtm000008lb58fe2wmv';

function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/events/${name}.json`, import.meta.url), 'utf8');
}

function sqsBody(name: string): string {
  return JSON.parse(fixture(name)).Records[0].body;
}

function pushed(name: string): string {
  const event = JSON.parse(fixture(name));
  const { message } = event.data ?? event;
  return Buffer.from(message.data, 'base64').toString('utf8');
}

describe('parseDeploymentId', () => {
  it.each([
    ['an id', { deploymentId: ID }],
    ['an id with a line break, as it is pasted', { deploymentId: ` ${ID}\n` }],
    ['an id beside what it does not trust', { deploymentId: ID, workloadIdentity: '*' }],
  ])('reads %s', (_which, payload) => {
    expect(parseDeploymentId(payload)).toBe(ID);
  });

  const secret = 'hunter2-do-not-show';
  it.each([
    ['no event', undefined, 'the event: an object with deploymentId was expected, not nothing'],
    ['a list', [ID], 'not a list'],
    ['text', secret, 'not text of 19 characters'],
    ['no id', { id: ID, secret }, 'not nothing'],
    ['a number', { deploymentId: 7 }, 'not a number'],
    ['an object', { deploymentId: { secret } }, 'not an object'],
    ['another text', { deploymentId: secret }, 'not text of 19 characters'],
    ['a path', { deploymentId: '../../clusters/clmh597sg0' }, 'not text of 25 characters'],
    ['an id and more', { deploymentId: `${ID}?limit=1` }, 'not text of 33 characters'],
    ['an id in capitals', { deploymentId: ID.toUpperCase() }, 'not text of 25 characters'],
  ])('refuses %s without repeating it', (_which, payload, message) => {
    const parse = () => parseDeploymentId(payload);
    expect(parse).toThrow(InvalidEventError);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow(secret);
  });
});

describe('parseDeploymentMessage', () => {
  it.each([
    ['a test in a console', fixture('deployment.console')],
    ['an EventBridge event', fixture('deployment.eventbridge')],
    ['an EventBridge event in a queue', sqsBody('deployment.eventbridge-sqs')],
    ['a message of a FIFO queue', sqsBody('deployment.sqs-fifo')],
    ['a Pub/Sub push', pushed('deployment.pubsub-push')],
    ['a Pub/Sub push as a CloudEvent', pushed('deployment.pubsub-cloudevent')],
  ])('reads %s', (_which, text) => {
    expect(parseDeploymentMessage(text)).toBe(ID);
  });

  it.each([
    [
      'what is not JSON',
      '{"deploymentId": hunter2',
      'JSON was expected, not text of 24 characters',
    ],
    ['nothing', '', 'JSON was expected'],
    ['an EventBridge event of another kind', '{"detail-type":"x","detail":{}}', 'deploymentId:'],
    ['an EventBridge event without detail', '{"detail-type":"x","detail":null}', 'the event:'],
  ])('refuses %s', (_which, text, message) => {
    expect(() => parseDeploymentMessage(text)).toThrow(InvalidEventError);
    expect(() => parseDeploymentMessage(text)).toThrow(message);
    expect(() => parseDeploymentMessage(text)).not.toThrow('hunter2');
  });
});

describe('parseTargetMessage', () => {
  it.each([
    [sqsBody('target.sqs-fifo'), 'aws-shared-role/arn:aws:iam::999988887777:role/redshift-loader'],
    [pushed('target.pubsub-push'), 'gcp-project/acme-analytics'],
    [pushed('target.pubsub-cloudevent'), 'gcp-project/acme-analytics'],
  ])('reads %s', (text, key) => {
    expect(parseTargetMessage(text)).toBe(key);
  });

  it.each([
    ['nothing', '', 'the message: JSON'],
    ['a Deployment', `{"deploymentId":"${ID}"}`, 'targetKey: "<family>/<resource>" was expected'],
    ['a key of no family', '{"targetKey":"acme-analytics"}', 'not text of 14 characters'],
    ['a key with a line break', '{"targetKey":"gcp-project/a\\nb"}', 'not text of 15 characters'],
    ['no object', '"gcp-project/a"', 'the message: an object with targetKey'],
  ])('refuses %s', (_which, text, message) => {
    expect(() => parseTargetMessage(text)).toThrow(InvalidEventError);
    expect(() => parseTargetMessage(text)).toThrow(message);
  });
});
