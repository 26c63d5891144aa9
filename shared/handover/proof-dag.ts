import type { Specification } from '../rules/specification.ts';
import type { Connection } from './connection.ts';
import { googleQuestion, type Question } from './proof-question.ts';

/** A connection, and what it is to reach. */
export interface Provable {
  readonly connection: Connection;
  readonly specification: Specification;
}

/** A DAG that proves from inside a Deployment that access works, or says why it does not. */
export interface ProofDag {
  /** What its file is best called. */
  readonly file: string;
  readonly source: string;
}

/**
 * One for each cloud, with a task for each connection. It runs on Airflow 2 and 3 with nothing but
 * the provider, and fails in one of two ways: NETWORK, nobody answers, or DENIED and by whom.
 */
export function proofDags(
  all: readonly Provable[],
  hasRoom: (source: string) => boolean = () => true,
): readonly ProofDag[] {
  const of = (type: Connection['type']) => all.filter(({ connection }) => connection.type === type);
  return [
    ...fitting('prove_aws_access', of('aws').map(amazonEntry), AMAZON, hasRoom),
    ...fitting(
      'prove_google_access',
      of('google_cloud_platform').map(googleEntry),
      GOOGLE,
      hasRoom,
    ),
  ];
}

/** With as many connections as there is room for. */
function fitting(
  name: string,
  entries: readonly string[],
  proof: Proof,
  hasRoom: (source: string) => boolean,
): readonly ProofDag[] {
  if (entries.length === 0) return [];
  const file = `dags/${name}.py`;
  const source = wrapped(name, entries, proof);
  if (hasRoom(source)) return [{ file, source }];
  return fitting(name, entries.slice(0, -1), proof, hasRoom);
}

/** The lines of one cloud: what is imported, what is done, and which errors are the network's. */
interface Proof {
  readonly imports: readonly string[];
  readonly steps: readonly string[];
  readonly silent: string;
}

function wrapped(name: string, entries: readonly string[], proof: Proof): string {
  const { imports, steps, silent } = proof;
  return `import socket
from datetime import datetime
from airflow.decorators import dag, task
${imports.join('\n')}

CONNECTIONS = {
${entries.map((line) => `    ${line},`).join('\n')}
}
HOST = None  # a host of your network to reach as well: ("redshift.example.com", 5439)

@dag(dag_id="${name}", schedule=None, start_date=datetime(2024, 1, 1))
def prove():
    @task(retries=0)
    def call(connection, expected):
        try:
${steps.map((step) => `            ${step}`).join('\n')}
            HOST and socket.create_connection(HOST, timeout=10).close()
        except (OSError, ${silent}) as error:
            raise RuntimeError(f"NETWORK, is this cluster connected to it? {error}") from error
        except Exception as error:
            raise RuntimeError(f"DENIED: {error}") from error
        print("PROVEN:", proof)
    for connection, expected in CONNECTIONS.items():
        call.override(task_id=connection)(connection, expected)
prove()`;
}

const AMAZON: Proof = {
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

const GOOGLE: Proof = {
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

function amazonEntry({ connection: { id, extra } }: Provable): string {
  const [, , , , account = '', ...path] = String(extra.role_arn).split(':');
  const role = path.join(':').split('/').at(-1) ?? '';
  return `${python(id)}: ${python(`:${account}:assumed-role/${role}/`)}`;
}

function googleEntry({ connection: { id }, specification }: Provable): string {
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
