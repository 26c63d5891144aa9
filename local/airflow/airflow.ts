import type { Request } from '../server.ts';

/** A connection as Airflow keeps it. */
export interface RawConnection {
  readonly connection_id: string;
  readonly conn_type: string;
  readonly description: string | null;
  readonly host: string | null;
  readonly login: string | null;
  readonly schema: string | null;
  readonly port: number | null;
  readonly password: string | null;
  readonly extra: string | null;
}

export const EMPTY = {
  description: null,
  host: null,
  login: null,
  schema: null,
  port: null,
  password: null,
  extra: null,
};

export type AirflowOperation =
  | 'airflow:GetVersion'
  | 'airflow:GetConnection'
  | 'airflow:PostConnection'
  | 'airflow:PatchConnection';

/** What a request wants of which Deployment's Airflow. */
export interface AirflowAsked {
  /** The end of the Deployment's id, with which its address begins. */
  readonly tail: string;
  readonly api: 'v1' | 'v2';
  readonly operation: AirflowOperation | undefined;
  readonly id: string;
}

const OPERATIONS: Readonly<Record<string, AirflowOperation>> = {
  'GET version': 'airflow:GetVersion',
  'GET connections/': 'airflow:GetConnection',
  'POST connections': 'airflow:PostConnection',
  'PATCH connections/': 'airflow:PatchConnection',
};

/** Undefined for what is no address of an Airflow. */
export function airflowAsked({ method, path }: Request): AirflowAsked | undefined {
  const [, tail, api, collection, slash = '', id = ''] =
    /^\/d([a-z0-9]{7})\/api\/(v[12])\/([a-z]+)(?:(\/)([^/]+))?$/.exec(path) ?? [];
  if (tail === undefined || api === undefined) return undefined;
  return {
    tail,
    api: api === 'v1' ? 'v1' : 'v2',
    operation: OPERATIONS[`${method} ${collection}${slash}`],
    id: decodeURIComponent(id),
  };
}
