import * as z from 'zod';
import { parsed } from '../deployment/astro-call.ts';
import {
  type AirflowCaller,
  type AirflowReply,
  callAirflow,
  type Stopped,
  waiting,
} from './airflow-call.ts';
import { alreadyThere, heldMore, taken } from './problems.ts';
import { isMarked, marker, type Standing, saysTheSame } from './same-connection.ts';
import type { Made, ToMake } from './way.ts';

export interface AirflowRest extends AirflowCaller {
  /** Without `/api/v...`. */
  readonly root: string;
  /** What Astro says that it is; it is asked itself. */
  readonly version: string;
  readonly installation: string;
}

const HERE = "the Deployment's Airflow";

/** Makes a connection by Airflow's REST API, v2 for Airflow 3 and v1 for Airflow 2. */
export async function makeInAirflow(airflow: AirflowRest, wanted: ToMake): Promise<Made> {
  const api = await apiOf(airflow);
  if (typeof api !== 'string') return api.made;
  const found = await look(airflow, api, wanted);
  if (found.kind === 'done') return settle(found.body, airflow, api, wanted);
  if (found.kind !== 'missing') return stop(found);
  const url = `${api}/connections`;
  const made = await callAirflow(airflow, { method: 'POST', url, body: bodyOf(wanted, airflow) });
  if (made.kind === 'done') return { kind: 'created', written: true };
  if (made.kind !== 'conflict') return stop(made);
  const after = await look(airflow, api, wanted);
  return after.kind === 'done' ? settle(after.body, airflow, api, wanted) : stop(after);
}

const versionBody = z.object({ version: z.string() });

/** The version that answers as such: an upgrade may just have made an end of what Astro tells. */
async function apiOf(airflow: AirflowRest): Promise<string | Stopped> {
  const versions = airflow.version.startsWith('2.') ? ['v1', 'v2'] : ['v2', 'v1'];
  let last = waiting('it does not tell its version', 0);
  for (const version of versions) {
    const api = `${airflow.root}/api/${version}`;
    const reply = await callAirflow(airflow, { method: 'GET', url: `${api}/version` });
    if (reply.kind === 'done' && versionBody.safeParse(reply.body).success) return api;
    if (reply.kind !== 'stopped') continue;
    if (reply.made.kind === 'refused') return reply;
    last = reply;
  }
  return last;
}

function look(airflow: AirflowRest, api: string, { connection }: ToMake): Promise<AirflowReply> {
  return callAirflow(airflow, { method: 'GET', url: urlOf(api, connection.id) });
}

function urlOf(api: string, id: string): string {
  return `${api}/connections/${encodeURIComponent(id)}`;
}

function stop(reply: Exclude<AirflowReply, { kind: 'done' }>): Made {
  // A connection that is there and is not, or the other way round: somebody is at it this moment.
  return reply.kind === 'stopped' ? reply.made : waiting('it contradicts itself', 0).made;
}

/** Airflow keeps `extra` as text, and takes it as text alone. */
function bodyOf({ connection }: ToMake, { installation }: AirflowRest) {
  return {
    connection_id: connection.id,
    conn_type: connection.type,
    description: marker(installation),
    extra: JSON.stringify(connection.extra),
  };
}

async function settle(
  body: unknown,
  airflow: AirflowRest,
  api: string,
  wanted: ToMake,
): Promise<Made> {
  const { connection, replace } = wanted;
  const standing = standingOf(body);
  if (standing === undefined) return waiting('200, in a form that is not of its API', 0).made;
  const ours = isMarked(standing, airflow.installation);
  if (saysTheSame(standing, connection)) {
    if (ours) return { kind: 'created', written: false };
    if (!standing.holdsMore) {
      return { kind: 'created', written: false, note: alreadyThere(connection.id) };
    }
  }
  if (!ours && !replace) return { kind: 'taken', problem: taken(connection.id, HERE) };
  const reply = await callAirflow(airflow, {
    method: 'PATCH',
    url: urlOf(api, connection.id),
    body: { ...bodyOf(wanted, airflow), ...NOTHING_ELSE },
  });
  if (reply.kind !== 'done') return stop(reply);
  return standingOf(reply.body)?.holdsMore
    ? { kind: 'refused', problem: heldMore(connection.id, HERE) }
    : { kind: 'created', written: true };
}

/**
 * A login from before would be used in place of the role. The password cannot be taken out by this
 * API, in neither version; without a login it is not used.
 */
const NOTHING_ELSE = { host: null, login: null, schema: null, port: null };

const maybe = z.string().nullish();
const schema = z.object({
  conn_type: z.string(),
  description: maybe,
  host: maybe,
  login: maybe,
  schema: maybe,
  port: z.number().nullish(),
  extra: maybe,
});

function standingOf(body: unknown): Standing | undefined {
  const { data } = schema.safeParse(body);
  if (data === undefined) return undefined;
  const { conn_type: type, description, host, login, schema: name, port, extra } = data;
  return {
    type,
    extra: parsed(extra || '{}'),
    description: description ?? '',
    holdsMore: [host, login, name, port].some(Boolean),
  };
}
