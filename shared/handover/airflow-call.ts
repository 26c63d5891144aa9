import * as z from 'zod';
import { type Answer, type Failure, parsed } from '../deployment/astro-call.ts';
import { askedWait } from '../deployment/retry-wait.ts';
import { type Sending, send } from '../deployment/send.ts';
import { type Token, withToken } from '../deployment/token.ts';
import type { Problem } from '../policy/plan.ts';
import type { Made } from './way.ts';

export interface AirflowCaller extends Sending {
  readonly token: Token;
  readonly now: () => Date;
}

export interface AirflowCall {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  readonly body?: object;
}

/** What a call to Airflow's REST API comes to. */
export type AirflowReply =
  | { readonly kind: 'done'; readonly body: unknown }
  | { readonly kind: 'missing' }
  | { readonly kind: 'conflict' }
  | Stopped;

export interface Stopped {
  readonly kind: 'stopped';
  readonly made: Made;
}

/** Airflow's own errors, in both versions; a proxy's page has none of it. */
const errorBody = z.object({
  detail: z.union([z.string(), z.array(z.object({ loc: z.array(z.unknown()), msg: z.string() }))]),
});

/** One call, made once: after a failure the next attempt looks first. */
export async function callAirflow(caller: AirflowCaller, call: AirflowCall): Promise<AirflowReply> {
  const answer = await askAirflow(caller, call);
  if ('kind' in answer) return waiting(answer.reason, 0);
  const body = parsed(answer.text);
  if ((answer.status === 200 || answer.status === 201) && body !== undefined) {
    return { kind: 'done', body };
  }
  return refusal(answer, body, caller.now());
}

/** Airflow 3 answers 403 to a token that has ended, not 401: both are asked again with a fresh one. */
function askAirflow(caller: AirflowCaller, call: AirflowCall): Promise<Answer | Failure> {
  return withToken(caller.token, (token) => send(caller, { ...call, token }), [401, 403]);
}

function refusal({ status, retryAfter }: Answer, body: unknown, now: Date): AirflowReply {
  if (status === 401 || status === 403) return stopped(denied(status));
  const said = saidBy(body);
  // Its text quotes SQL.
  if (status === 409) return { kind: 'conflict' };
  // A hibernating Deployment's 404 is a page, and a wrong address's speaks of no connection.
  if (status === 404 && said !== undefined && /connection/i.test(said)) return { kind: 'missing' };
  const final = status >= 400 && status < 500 && ![404, 408, 429].includes(status);
  if (final && said !== undefined) return stopped(refused(status, said));
  return waiting(
    `${status}, ${said ?? 'in a form that is not of its API'}`,
    askedWait(retryAfter, now),
  );
}

function saidBy(body: unknown): string | undefined {
  const { success, data } = errorBody.safeParse(body);
  if (!success) return undefined;
  const { detail } = data;
  const text =
    typeof detail === 'string'
      ? detail
      : detail.map(({ loc, msg }) => `${loc.slice(1).join('.')}: ${msg}`).join('; ');
  return text.replace(/\s+/g, ' ').slice(0, 300);
}

function stopped(problem: Problem): AirflowReply {
  return { kind: 'stopped', made: { kind: 'refused', problem } };
}

export function waiting(reason: string, wait: number): Stopped {
  const problem = {
    code: 'airflow-unavailable',
    text: `Its Airflow gave no answer that can be relied on: ${reason}.`,
    advice: 'Nothing to do: it is tried again by itself. If it stays so, look at the Deployment.',
  };
  return { kind: 'stopped', made: { kind: 'waiting', problem, wait } };
}

function denied(status: number): Problem {
  return {
    code: 'airflow-denied',
    text: `Its Airflow denied the token: ${status}.`,
    advice:
      'Give the writing Astro API token a role that may read and write connections in this Deployment’s Airflow (Workspace Operator, say, or Deployment Admin); then ask again.',
  };
}

function refused(status: number, said: string): Problem {
  return {
    code: 'airflow-refused',
    text: `Its Airflow does not take the connection: ${status}, ${said}.`,
    advice: 'Correct the target’s connection in access-rules.yml.',
  };
}
