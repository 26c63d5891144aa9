import { faulty, tokenOf } from '../astro/answers.ts';
import type { AstroEstate } from '../astro/estate.ts';
import type { Faults } from '../faults.ts';
import { type Answer, json, type Request } from '../server.ts';
import type { AirflowAsked } from './airflow.ts';
import type { AirflowConnections } from './connections.ts';
import { DIALECTS, page, REMOVED } from './dialects.ts';

export interface AirflowHost {
  readonly estate: AstroEstate;
  readonly faults: Faults;
  readonly tokens: ReadonlySet<string>;
  readonly writeTokens: ReadonlySet<string>;
  readonly airflow: AirflowConnections;
}

/** What the ingress lets through: a Deployment that sleeps or is not there yet answers with a page. */
const UP = new Set(['HEALTHY', 'DEPLOYING', 'UNHEALTHY']);

/** Answers as the Airflow of the Deployment at this address. */
export async function answerAsAirflow(
  asked: AirflowAsked,
  request: Request,
  host: AirflowHost,
): Promise<Answer> {
  const { operation } = asked;
  const fault = operation && host.faults.meet(operation, request.path);
  if (fault?.afterwards) answer(asked, request, host);
  return (fault && (await faulty(fault))) ?? answer(asked, request, host);
}

function answer(
  asked: AirflowAsked,
  request: Request,
  { estate, tokens, writeTokens, airflow }: AirflowHost,
): Answer {
  const { operation, api, tail } = asked;
  const deployment = estate.all().find(({ id }) => id.endsWith(tail));
  if (deployment === undefined || operation === undefined) return page(404);
  if (!UP.has(String(deployment.status))) return page(503);
  const version = String(deployment.airflowVersion ?? '');
  if (version.startsWith('2.') !== (api === 'v1')) return api === 'v1' ? REMOVED : page(404);
  if (operation === 'airflow:GetVersion') return json(200, { version, git_version: null });
  const token = tokenOf(request);
  if (!writeTokens.has(token)) return DIALECTS[api].denied(tokens.has(token));
  return airflow.answer(deployment.id, asked, request);
}
