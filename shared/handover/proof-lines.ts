import type { Specification } from '../rules/specification.ts';
import type { Connection } from './connection.ts';
import { googleQuestion, type Question } from './proof-question.ts';

/** A connection, and what it is to reach. */
export interface Provable {
  readonly connection: Connection;
  readonly specification: Specification;
}

/** The lines of one cloud: what is imported, what is done, and which errors are the network's. */
export interface Proof {
  readonly imports: readonly string[];
  readonly steps: readonly string[];
  readonly silent: string;
}

export const AMAZON: Proof = {
  imports: [
    'from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook',
    'from botocore import config, exceptions',
  ],
  steps: [
    'quick = config.Config(connect_timeout=10, read_timeout=10, retries={"max_attempts": 1})',
    'sts = AwsBaseHook(aws_conn_id=connection, client_type="sts", config=quick).get_conn()',
    'proof = sts.get_caller_identity()["Arn"]',
    // Where Airflow finds no such connection it goes on as the Deployment itself, and says nothing.
    'if expected not in proof:',
    '    raise ValueError(f"not by this connection, but as {proof}")',
  ],
  silent: 'exceptions.ConnectionError, exceptions.HTTPClientError',
};

export const GOOGLE: Proof = {
  imports: [
    'from functools import partial',
    'from airflow.providers.google.common.hooks.base_google import GoogleBaseHook',
    'from google.auth.exceptions import TransportError',
    'from google.auth.transport.requests import AuthorizedSession, Request',
  ],
  steps: [
    'credentials = GoogleBaseHook(gcp_conn_id=connection).get_credentials()',
    'credentials.refresh(partial(Request(), timeout=10))',
    'proof = getattr(credentials, "service_account_email", "a token")',
    'if expected:',
    '    method, url, body, field = expected',
    '    session = AuthorizedSession(credentials)',
    '    answer = session.request(method, url, json=body, timeout=10)',
    '    proof = answer.ok and answer.json().get(field)',
    '    if not proof:',
    '        raise ValueError(f"{answer.status_code} {answer.text}")',
  ],
  silent: 'TransportError',
};

export function amazonEntry({ connection: { id, extra } }: Provable): string {
  const [, , , , account = '', ...path] = String(extra.role_arn).split(':');
  const role = path.join(':').split('/').at(-1) ?? '';
  return `${python(id)}: ${python(`:${account}:assumed-role/${role}/`)}`;
}

export function googleEntry({ connection: { id }, specification }: Provable): string {
  const question = googleQuestion(specification);
  return `${python(id)}: ${question === undefined ? 'None' : `(${tuple(question)})`}`;
}

function tuple({ method, url, permissions, field }: Question): string {
  const body = permissions && `{"permissions": [${permissions.map(python).join(', ')}]}`;
  return `"${method}", ${python(url)}, ${body ?? 'None'}, "${field}"`;
}

/** A literal of Python and of JSON, of plain characters alone, and without a backtick. */
function python(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(/[^ -_a-~]/gu, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return point > 0xffff
      ? `\\U${point.toString(16).padStart(8, '0')}`
      : `\\u${point.toString(16).padStart(4, '0')}`;
  });
}
