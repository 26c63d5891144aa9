import type { Get } from '../deployment/astro-get.ts';
import type { AirflowCaller } from './airflow-call.ts';
import { airflowPlace } from './airflow-place.ts';
import { makeInAirflow } from './airflow-rest.ts';
import type { Origin } from './origins.ts';
import type { Way } from './way.ts';

export interface AirflowOptions extends AirflowCaller {
  /** Astro is asked where the Airflow is, and whether it is up. */
  readonly get: Get;
  readonly origins: readonly Origin[];
  readonly installation: string;
}

/** Makes connections in the Deployment's own Airflow, once that is up. */
export function airflow({ get, origins, installation, ...caller }: AirflowOptions): Way {
  return async (wanted) => {
    const place = await airflowPlace(wanted.deploymentId, get, origins);
    if (place.kind === 'not-ready') return { kind: 'waiting', problem: place.problem };
    if (place.kind === 'forbidden') return { kind: 'refused', problem: place.problem };
    const { root, version } = place;
    return makeInAirflow({ ...caller, root, version, installation }, wanted);
  };
}
