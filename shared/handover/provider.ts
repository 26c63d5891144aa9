import type { Connection } from './connection.ts';

/** The Python package that brings a type of connection to Airflow. */
export interface Provider {
  readonly name: string;
  /** Its page in the Astronomer Registry. */
  readonly page: string;
  /** The line for `requirements.txt`. */
  readonly requirement: string;
}

/** From this version on the connection itself may name whom to impersonate. */
const IMPERSONATES = '>=10.8.0';

export function providerOf({ type, extra }: Connection): Provider {
  const name =
    type === 'aws' ? 'apache-airflow-providers-amazon' : 'apache-airflow-providers-google';
  return {
    name,
    page: `https://registry.astronomer.io/providers/${name}/versions/latest`,
    requirement: extra.impersonation_chain === undefined ? name : `${name}${IMPERSONATES}`,
  };
}
