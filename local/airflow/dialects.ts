import { type Answer, json } from '../server.ts';
import type { RawConnection } from './airflow.ts';

/** In what the two versions of Airflow's REST API differ, as seen of 2.10.5 and of 3.0.6. */
export interface Dialect {
  readonly created: number;
  readonly shown: (connection: RawConnection) => object;
  readonly notFound: (id: string) => Answer;
  readonly conflict: (id: string) => Answer;
  readonly invalid: (field: string, message: string) => Answer;
  readonly denied: (known: boolean) => Answer;
  /** The password cannot be emptied in either: one refuses, the other says yes and does nothing. */
  readonly takesNoPassword: boolean;
}

const v1Error = (status: number, title: string, detail: string) =>
  json(status, { detail, status, title, type: 'about:blank' });

const NOT_FOUND = (id: string) => `The Connection with connection_id: \`${id}\` was not found`;

const v1: Dialect = {
  created: 200,
  // Its password is not even hinted at.
  shown: ({ password: _, ...connection }) => connection,
  notFound: (id) => v1Error(404, 'Connection not found', NOT_FOUND(id)),
  conflict: (id) => v1Error(409, 'Conflict', `Connection already exist. ID: ${id}`),
  invalid: (field, message) => v1Error(400, 'Bad Request', `${message} - '${field}'`),
  denied: (known) =>
    known
      ? v1Error(403, 'Forbidden', 'You do not have permission to do that.')
      : v1Error(401, 'Unauthorized', 'The token is not valid.'),
  takesNoPassword: false,
};

const v2: Dialect = {
  created: 201,
  shown: ({ password, ...connection }) => ({ ...connection, password: password && '***' }),
  notFound: (id) => json(404, { detail: NOT_FOUND(id) }),
  conflict: () =>
    json(409, {
      detail: {
        reason: 'Unique constraint violation',
        statement: 'INSERT INTO connection (conn_id, conn_type) VALUES (?, ?)',
        orig_error: 'UNIQUE constraint failed: connection.conn_id',
      },
    }),
  invalid: (field, msg) =>
    json(422, { detail: [{ type: 'value_error', loc: ['body', field], msg, input: '' }] }),
  denied: (known) => json(403, { detail: known ? 'Forbidden' : 'Invalid JWT token' }),
  takesNoPassword: true,
};

export const DIALECTS = { v1, v2 } as const;

/** What stands where there is no such API, or where the Airflow sleeps. */
export function page(status: number): Answer {
  const body = '<!DOCTYPE html><html lang="en"><title>Not an answer of the API</title></html>';
  return { status, headers: { 'content-type': 'text/html' }, body };
}

export const REMOVED = json(404, {
  error: '/api/v1 has been removed in Airflow 3, please use its upgraded version /api/v2 instead.',
});
