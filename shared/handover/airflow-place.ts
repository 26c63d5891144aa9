import * as z from 'zod';
import { AstroAnswerError } from '../deployment/astro-errors.ts';
import type { Get } from '../deployment/astro-get.ts';
import { isAstroId } from '../deployment/astro-id.ts';
import type { Problem } from '../policy/plan.ts';
import { airflowRoot, type Origin } from './origins.ts';

/** Where a Deployment's Airflow is, or why nobody can be asked there. */
export type AirflowPlace =
  | { readonly kind: 'ready'; readonly root: string; readonly version: string }
  | { readonly kind: 'not-ready'; readonly problem: Problem }
  | { readonly kind: 'forbidden'; readonly problem: Problem };

const schema = z.object({
  status: z.string(),
  webServerAirflowApiUrl: z.string().min(1),
  airflowVersion: z.string().nullish(),
});

/** Asks Astro anew: what the record knows of a Deployment's status may be hours old. */
export async function airflowPlace(
  deploymentId: string,
  get: Get,
  origins: readonly Origin[],
): Promise<AirflowPlace> {
  if (!isAstroId(deploymentId)) throw new AstroAnswerError('There is no such Deployment');
  const path = `deployments/${deploymentId}`;
  const reply = await get({ path, permission: 'deployment.get' });
  if (reply.kind === 'missing') return notReady('gone');
  const read = schema.safeParse(reply.body);
  if (!read.success) throw new AstroAnswerError(`Astro told no Airflow of ${deploymentId}`);
  const { status, webServerAirflowApiUrl: told, airflowVersion } = read.data;
  if (status !== 'HEALTHY') return notReady(status);
  const root = airflowRoot(told, origins);
  if (root === undefined) return { kind: 'forbidden', problem: forbidden(told) };
  return { kind: 'ready', root, version: airflowVersion ?? '' };
}

function notReady(status: string): AirflowPlace {
  const { text, advice } = WAITING[status] ?? {
    text: 'Its Airflow is not healthy.',
    advice: 'Nothing to do if it recovers; otherwise look at the Deployment in Astro.',
  };
  return { kind: 'not-ready', problem: { code: 'airflow-not-ready', text, advice } };
}

const SELF = 'Nothing to do: it is tried again by itself.';

const WAITING: Readonly<Record<string, Omit<Problem, 'code'>>> = {
  CREATING: { text: 'Its Airflow is still being created.', advice: SELF },
  DEPLOYING: { text: 'Something is being deployed to its Airflow.', advice: SELF },
  HIBERNATING: {
    text: 'The Deployment hibernates, and its Airflow with it.',
    advice: 'Wake it up; the connection follows within the hour, or at once if you ask again.',
  },
  gone: { text: 'Astro does not know the Deployment any more.', advice: 'Nothing to do.' },
};

/** Its host alone: the rest is of no use to whoever reads of it. */
function forbidden(told: string): Problem {
  const host = told
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/s, '')
    .slice(0, 200);
  return {
    code: 'airflow-origin',
    text: `Its Airflow is at ${host}, where no token is sent.`,
    advice: 'If that is yours, add its origin to AIRFLOW_ORIGINS of hand-over; then ask again.',
  };
}
