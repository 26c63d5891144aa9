import { type Clock, systemClock } from '../../shared/runtime/clock.ts';
import { Faults } from '../faults.ts';
import { type Answer, type Request, type Server, serve } from '../server.ts';
import { faulty, refused } from './answers.ts';
import { AstroEstate } from './estate.ts';
import { askedFor, carryOut, type Operation } from './operations.ts';
import { rateLimit } from './rate-limit.ts';
import type { NewDeployment, RawDeployment } from './raw-deployment.ts';

export interface AstroOptions {
  readonly port?: number;
  readonly organizationId?: string;
  readonly token?: string;
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

export async function startAstro(options: AstroOptions = {}): Promise<AstroEmulator> {
  const astro: AstroEmulator = new AstroEmulator(
    options,
    await serve((request) => astro.answer(request), options.port),
  );
  return astro;
}

/** Astro's v1 API as far as the product reads it, and as a person creates Deployments through it. */
export class AstroEmulator implements Server {
  readonly url: string;
  readonly close: () => Promise<void>;
  readonly estate: AstroEstate;
  /** Its `calls` count by operation. */
  readonly faults = new Faults();
  /** The accepted tokens: replace them to rotate. */
  readonly tokens: Set<string>;
  /** Called with each new Deployment, with the identities that Astro may not tell yet. */
  readonly created = new Set<(raw: RawDeployment) => void>();
  readonly removed = new Set<(raw: RawDeployment) => void>();
  /** Called before each answer: what they change, changes between two pages. */
  readonly asked = new Set<(operation: Operation, request: Request) => void>();
  readonly #allowed: () => boolean;

  constructor(options: AstroOptions, { url, close }: Server) {
    const { organizationId = LOCAL_ORGANIZATION, clock = systemClock, seed = 'local' } = options;
    const { identityAfter = 0, creatingFor = 0, token = LOCAL_TOKEN } = options;
    this.url = url;
    this.close = close;
    this.estate = new AstroEstate({ organizationId, seed, identityAfter, creatingFor, clock });
    this.tokens = new Set([token]);
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
    const asked = askedFor(request);
    if (asked === undefined) return refused(404, 'Not found');
    const { operation, organizationId } = asked;
    for (const listener of this.asked) listener(operation, request);
    const fault = this.faults.meet(operation, `${request.path}?${request.query}`);
    const refusal = fault && (await faulty(fault));
    if (refusal) return refusal;
    if (!this.#allowed()) return refused(429, 'Too many requests');
    if (!this.#isKnown(request)) return refused(401, 'Unauthorized');
    if (organizationId !== this.organizationId) return refused(404, 'Organization not found');
    return carryOut(asked, request, this.estate, this, fault);
  }

  #isKnown({ headers }: Request): boolean {
    const [scheme, token = ''] = (headers.authorization ?? '').split(' ');
    return scheme === 'Bearer' && this.tokens.has(token);
  }
}
