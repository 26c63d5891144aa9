import type { Answer, Request } from '../../server.ts';
import type { AwsError } from '../aws-error.ts';
import { refuseInJson, succeedInJson } from './json-protocol.ts';
import { Input } from './query-input.ts';
import { refuseInXml, succeedInXml } from './query-protocol.ts';
import type { Xml } from './xml.ts';

interface Wire<Result> {
  /** The operation without its service. */
  readonly operation: string;
  /** The request in plain text, where a fault looks for what it is to meet. */
  readonly text: string;
  succeed(result: Result): Answer;
  refuse(error: AwsError): Answer;
}

export type QueryCall = {
  readonly protocol: 'query';
  readonly service: 'iam' | 'sts';
  readonly input: Input;
} & Wire<Xml>;
export type JsonCall = {
  readonly protocol: 'json';
  readonly service: 'sqs' | 'events';
  readonly input: Readonly<Record<string, unknown>>;
} & Wire<unknown>;

const VERSIONS: Readonly<Record<string, 'iam' | 'sts'>> = {
  '2010-05-08': 'iam',
  '2011-06-15': 'sts',
};
const TARGETS: Readonly<Record<string, 'sqs' | 'events'>> = {
  AmazonSQS: 'sqs',
  AWSEvents: 'events',
};

/** Which service is called and how it must be answered; nothing when none of ours is. */
export function readCall(request: Request): QueryCall | JsonCall | undefined {
  const [prefix, operation] = String(request.headers['x-amz-target'] ?? '').split('.');
  const target = TARGETS[prefix ?? ''];
  if (target !== undefined && operation !== undefined) {
    return jsonCall(target, operation, request.body);
  }
  const fields = new URLSearchParams(request.body);
  const service = VERSIONS[fields.get('Version') ?? ''];
  return service === undefined ? undefined : queryCall(service, fields);
}

function jsonCall(service: 'sqs' | 'events', operation: string, body: string): JsonCall {
  const input: unknown = JSON.parse(body === '' ? '{}' : body);
  return {
    protocol: 'json',
    service,
    operation,
    input: isObject(input) ? input : {},
    text: body,
    succeed: (result) => succeedInJson(service, result),
    refuse: (error) => refuseInJson(service, error),
  };
}

function queryCall(service: 'iam' | 'sts', fields: URLSearchParams): QueryCall {
  const operation = fields.get('Action') ?? '';
  return {
    protocol: 'query',
    service,
    operation,
    input: new Input(fields),
    text: [...fields].map(([name, value]) => `${name}=${value}`).join('&'),
    succeed: (result) => succeedInXml(service, operation, result),
    refuse: (error) => refuseInXml(service, error),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
