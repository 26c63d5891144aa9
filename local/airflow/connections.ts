import { type Answer, json, type Request } from '../server.ts';
import { type AirflowAsked, EMPTY, type RawConnection } from './airflow.ts';
import { DIALECTS, type Dialect } from './dialects.ts';

/** The connections in the databases of all Deployments' Airflows. */
export class AirflowConnections {
  readonly #databases = new Map<string, Map<string, RawConnection>>();

  /** As somebody makes one by hand. */
  put(
    deploymentId: string,
    connection: Partial<RawConnection> & Pick<RawConnection, 'connection_id' | 'conn_type'>,
  ): void {
    this.#of(deploymentId).set(connection.connection_id, { ...EMPTY, ...connection });
  }

  get(deploymentId: string, id: string): RawConnection | undefined {
    return this.#of(deploymentId).get(id);
  }

  all(deploymentId: string): readonly RawConnection[] {
    return [...this.#of(deploymentId).values()];
  }

  remove(deploymentId: string, id: string): boolean {
    return this.#of(deploymentId).delete(id);
  }

  answer(deploymentId: string, { api, operation, id }: AirflowAsked, request: Request): Answer {
    const dialect = DIALECTS[api];
    const there = this.get(deploymentId, id);
    if (operation === 'airflow:PostConnection') return this.#post(deploymentId, dialect, request);
    if (there === undefined) return dialect.notFound(id);
    if (operation === 'airflow:GetConnection') return json(200, dialect.shown(there));
    return this.#patch(deploymentId, there, dialect, request);
  }

  #post(deploymentId: string, dialect: Dialect, request: Request): Answer {
    const body = bodyOf(request);
    const refusal = problem(body, dialect);
    if (refusal !== undefined) return refusal;
    const { connection_id: id, conn_type } = body;
    if (this.get(deploymentId, String(id))) return dialect.conflict(String(id));
    this.put(deploymentId, { ...body, connection_id: String(id), conn_type: String(conn_type) });
    const made = this.get(deploymentId, String(id));
    return json(dialect.created, made && dialect.shown(made));
  }

  #patch(deploymentId: string, there: RawConnection, dialect: Dialect, request: Request): Answer {
    const body = bodyOf(request);
    const refusal = problem({ ...there, password: 'x', ...body }, dialect);
    if (refusal !== undefined) return refusal;
    if (body.connection_id !== there.connection_id) {
      return dialect.invalid('connection_id', 'does not match');
    }
    const { password, ...named } = body;
    const kept = password ? { password: String(password) } : {};
    this.put(deploymentId, { ...there, ...named, ...kept });
    return json(200, dialect.shown(this.get(deploymentId, there.connection_id) ?? there));
  }

  #of(deploymentId: string): Map<string, RawConnection> {
    const found = this.#databases.get(deploymentId) ?? new Map<string, RawConnection>();
    this.#databases.set(deploymentId, found);
    return found;
  }
}

function bodyOf(request: Request): Readonly<Record<string, unknown>> {
  const body: unknown = JSON.parse(request.body || '{}');
  return { ...Object(body) };
}

const KNOWN = ['connection_id', 'conn_type', ...Object.keys(EMPTY)];

function problem(body: Readonly<Record<string, unknown>>, dialect: Dialect): Answer | undefined {
  const unknown = Object.keys(body).find((field) => !KNOWN.includes(field));
  if (unknown !== undefined) return dialect.invalid(unknown, 'Extra inputs are not permitted');
  const { connection_id: id, conn_type: type, extra, password } = body;
  if (typeof id !== 'string' || !/^[\w.-]{1,200}$/.test(id)) {
    return dialect.invalid('connection_id', "String should match pattern '^[\\w.-]+$'");
  }
  if (typeof type !== 'string') return dialect.invalid('conn_type', 'Field required');
  if (password === null && !dialect.takesNoPassword) {
    return dialect.invalid('password', "None is not of type 'string'");
  }
  if (extra === null || extra === undefined || isObjectText(extra)) return undefined;
  return dialect.invalid('extra', 'The `extra` field must be a valid JSON object');
}

function isObjectText(extra: unknown): boolean {
  if (typeof extra !== 'string') return false;
  try {
    const value: unknown = JSON.parse(extra);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
