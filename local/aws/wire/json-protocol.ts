import { type Answer, json } from '../../server.ts';
import type { AwsError } from '../aws-error.ts';

const CONTENT_TYPES = {
  sqs: 'application/x-amz-json-1.0',
  events: 'application/x-amz-json-1.1',
} as const;

const NAMESPACES = { sqs: 'com.amazonaws.sqs', events: 'com.amazonaws.eventbridge' } as const;

export function succeedInJson(service: 'sqs' | 'events', result: unknown): Answer {
  return json(200, result, { 'content-type': CONTENT_TYPES[service] });
}

export function refuseInJson(service: 'sqs' | 'events', error: AwsError): Answer {
  const side = error.status < 500 ? 'Sender' : 'Receiver';
  const body = { __type: `${NAMESPACES[service]}#${error.code}`, message: error.message };
  return json(error.status, body, {
    'content-type': CONTENT_TYPES[service],
    // The older protocol's code: the SDK puts it in the place of the error's name.
    ...(error.queryCode === undefined
      ? {}
      : { 'x-amzn-query-error': `${error.queryCode};${side}` }),
  });
}
