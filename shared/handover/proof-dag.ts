import type { Connection } from './connection.ts';
import {
  AMAZON,
  amazonEntry,
  GOOGLE,
  googleEntry,
  type Proof,
  type Provable,
} from './proof-lines.ts';

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
