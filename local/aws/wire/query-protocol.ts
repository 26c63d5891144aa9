import { randomUUID } from 'node:crypto';
import type { Answer } from '../../server.ts';
import type { AwsError } from '../aws-error.ts';
import { toXml, type Xml } from './xml.ts';

const NAMESPACES = {
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
} as const;

export function succeedInXml(service: 'iam' | 'sts', operation: string, result: Xml): Answer {
  const content = {
    [`${operation}Result`]: result,
    ResponseMetadata: { RequestId: randomUUID() },
  };
  return xml(200, service, `${operation}Response`, content);
}

export function refuseInXml(service: 'iam' | 'sts', error: AwsError): Answer {
  const Type = error.status < 500 ? 'Sender' : 'Receiver';
  const content = {
    Error: { Type, Code: error.code, Message: error.message },
    RequestId: randomUUID(),
  };
  return xml(error.status, service, 'ErrorResponse', content);
}

function xml(status: number, service: 'iam' | 'sts', name: string, content: Xml): Answer {
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<${name} xmlns="${NAMESPACES[service]}">${toXml(content)}</${name}>`,
  };
}
