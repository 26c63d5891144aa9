import { type Clock, systemClock } from '../../shared/runtime/clock.ts';
import { Faults } from '../faults.ts';
import { type Answer, type Request, type Server, serve } from '../server.ts';
import { faulty, refused } from './answers.ts';
import { AstroEstate } from './estate.ts';
import { askedFor, carryOut, type Hands, type Operation } from './operations.ts';
import { rateLimit } from './rate-limit.ts';
import type { NewDeployment, RawDeployment } from './raw-deployment.ts';

export interface AstroOptions {
  readonly port?: number;
  readonly organizationId?: string;
  readonly token?: string;
  readonly seed?: string;
  /** Milliseconds until a new Deployment's identity is told, and until it is no longer CREATING. */
  readonly identityAfter?: number;
  readonly creatingFor?: number;
  /** Astro itself allows 25. Without it, any number. */
  readonly getsPerSecond?: number;
  readonly clock?: Clock;
}

/** Astro's v1 API as far as the product reads it, and a person creates Deployments through it. */
export interface AstroEmulator extends Server, Hands {
  readonly organizationId: string;
  readonly estate: AstroEstate;
  /** `calls` counts by operation. */
  readonly faults: Faults;
  /** Accepted tokens: replace them to rotate. */
  readonly tokens: Set<string>;
  update(id: string, patch: Readonly<Record<string, unknown>>): RawDeployment;
  /** Called with what was created, its identities included though Astro may not tell them yet. */
  onCreate(listener: (raw: RawDeployment) => void): void;
  onRemove(listener: (raw: RawDeployment) => void): void;
  /** Called before each answer: what changes then, changes between two pages. */
  onRequest(listener: (operation: Operation, request: Request) => void): void;
}

export const LOCAL_TOKEN = 'local-astro-token';

export async function startAstro(options: AstroOptions = {}): Promise<AstroEmulator> {
  const { organizationId = 'clmh59gt0000308lbgswe5fvh', clock = systemClock } = options;
  const { seed = 'local', identityAfter = 0, creatingFor = 0, token = LOCAL_TOKEN } = options;
  const estate = new AstroEstate({ organizationId, seed, identityAfter, creatingFor, clock });
  const listeners = { create: new Set<Listener>(), remove: new Set<Listener>() };
  const watchers = new Set<(operation: Operation, request: Request) => void>();
  const state = { ...options, organizationId, estate, watchers, clock };
  const emulator = {
    ...{ organizationId, estate, faults: new Faults(), tokens: new Set([token]) },
    ...hands(estate, listeners),
    update: (id: string, patch: Readonly<Record<string, unknown>>) => estate.update(id, patch),
    onCreate: (listener: Listener) => void listeners.create.add(listener),
    onRemove: (listener: Listener) => void listeners.remove.add(listener),
    onRequest: (watcher: (operation: Operation, request: Request) => void) =>
      void watchers.add(watcher),
  };
  void state;
  return { ...emulator, ...(await serve(() => refused(500, ''), options.port)) };
}

type Listener = (raw: RawDeployment) => void;
