import { type Clock, systemClock } from '../../shared/runtime/clock.ts';
import { airflowAsked } from '../airflow/airflow.ts';
import { AirflowConnections } from '../airflow/connections.ts';
import { answerAsAirflow } from '../airflow/front.ts';
import { type Fault, Faults } from '../faults.ts';
import { type Answer, type Request, type Server, serve } from '../server.ts';
import { faulty, refused, tokenOf } from './answers.ts';
import { EnvironmentObjects } from './environment-objects.ts';
import { AstroEstate } from './estate.ts';
import { type Asked, askedFor, carryOut, isOfEnvironment, type Operation } from './operations.ts';
import { rateLimit } from './rate-limit.ts';
import type { NewDeployment, RawDeployment } from './raw-deployment.ts';

export interface AstroOptions {
  readonly port?: number;
  readonly organizationId?: string;
  readonly token?: string;
  /** One that may also write: in the Environment Manager, and in the Deployments' Airflows. */
  readonly writeToken?: string;
  /** Ids and namespaces follow from it. */
  readonly seed?: string;
  /** Milliseconds until a new Deployment's identity is told, and until it is no longer CREATING. */
  readonly identityAfter?: number;
  readonly creatingFor?: number;
  /** Astro itself allows a token 25 a second. Where absent: any number. */
  readonly requestsPerSecond?: number;
  readonly clock?: Clock;
}

export const LOCAL_ORGANIZATION = 'clmh59gt0000308lbgswe5fvh';
export const LOCAL_TOKEN = 'local-astro-token';
export const LOCAL_WRITE_TOKEN = 'astro-local-write-token';

export async function startAstro(options: AstroOptions = {}): Promise<AstroEmulator> {
  const astro: AstroEmulator = new AstroEmulator(
    options,
    await serve((request) => astro.answer(request), options.port),
  );
  return astro;
}

/**
 * Astro's v1 API as far as the product uses it, and as a person creates Deployments through it; and
 * the REST API of each Deployment's Airflow.
 */
export class AstroEmulator implements Server {
  readonly url: string;
  readonly close: () => Promise<void>;
  readonly estate: AstroEstate;
  /** Its `calls` count by operation. */
  readonly faults = new Faults();
  /** The accepted tokens: replace them to rotate. */
  readonly tokens: Set<string>;
  readonly writeTokens: Set<string>;
  readonly objects = new EnvironmentObjects();
  readonly airflow = new AirflowConnections();
  /** Called with each new Deployment, with the identities that Astro may not tell yet. */
  readonly created = new Set<(raw: RawDeployment) => void>();
  readonly removed = new Set<(raw: RawDeployment) => void>();
  /** Called before each answer: what they change, changes between two pages. */
  readonly asked = new Set<(operation: Operation, request: Request) => void>();
  readonly #allowed: () => boolean;

  constructor(options: AstroOptions, { url, close }: Server) {
    const { organizationId = LOCAL_ORGANIZATION, clock = systemClock, seed = 'local' } = options;
    const { identityAfter = 0, creatingFor = 0 } = options;
    const { token = LOCAL_TOKEN, writeToken = LOCAL_WRITE_TOKEN } = options;
    const airflowHost = new URL(url).host;
    this.url = url;
    this.close = close;
    const told = { organizationId, seed, identityAfter, creatingFor, clock, airflowHost };
    this.estate = new AstroEstate(told);
    this.tokens = new Set([token]);
    this.writeTokens = new Set([writeToken]);
    this.#allowed = rateLimit(options.requestsPerSecond ?? Number.POSITIVE_INFINITY, clock);
  }

  get organizationId(): string {
    return this.estate.options.organizationId;
  }

  create(wanted: NewDeployment): RawDeployment {
    const raw = this.estate.create(wanted);
    for (const listener of this.created) listener(raw);
    return raw;
  }

  update(id: string, patch: Readonly<Record<string, unknown>>): RawDeployment {
    return this.estate.update(id, patch);
  }

  remove(id: string): boolean {
    const raw = this.estate.remove(id);
    if (raw !== undefined) for (const listener of this.removed) listener(raw);
    return raw !== undefined;
  }

  async answer(request: Request): Promise<Answer> {
    const airflow = airflowAsked(request);
    if (airflow !== undefined) return answerAsAirflow(airflow, request, this);
    const asked = askedFor(request);
    if (asked === undefined) return refused(404, 'Not found');
    for (const listener of this.asked) listener(asked.operation, request);
    const fault = this.faults.meet(asked.operation, `${request.path}?${request.query}`);
    if (fault?.afterwards) this.#carryOut(asked, request, undefined);
    return (fault && (await faulty(fault))) ?? this.#carryOut(asked, request, fault);
  }

  #carryOut(asked: Asked, request: Request, fault: Fault | undefined): Answer {
    if (!this.#allowed()) return refused(429, 'Too many requests');
    const token = tokenOf(request);
    const mayWrite = this.writeTokens.has(token);
    if (!mayWrite && !this.tokens.has(token)) return refused(401, 'Unauthorized');
    if (!mayWrite && isOfEnvironment(asked.operation)) return refused(403, 'Forbidden');
    if (asked.organizationId !== this.organizationId) return refused(404, 'Organization not found');
    return carryOut(asked, request, this.estate, this, fault);
  }
}
