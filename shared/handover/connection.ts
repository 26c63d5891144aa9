/** An Airflow connection in Airflow's own words; never with a secret. */
export interface Connection {
  /** Airflow's Connection Id. */
  readonly id: string;
  /** Airflow's `conn_type`. */
  readonly type: 'aws' | 'google_cloud_platform';
  /** What Airflow's form calls the type. */
  readonly typeName: 'Amazon Web Services' | 'Google Cloud';
  readonly extra: Readonly<Record<string, unknown>>;
}
