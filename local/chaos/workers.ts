import { AsyncLocalStorage } from 'node:async_hooks';
import type { Random } from './random.ts';
import type { Counted, Port, Trouble } from './trouble.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** One delivery of one message, or one sweep. */
export interface Worker {
  readonly installation: string;
  /** When it began, as ticks count. */
  readonly began: number;
  readonly trouble: Trouble | undefined;
  readonly calls: Map<Counted, number>;
  /** Its calls of any port. */
  made: number;
  met: boolean;
  dead: boolean;
  /** When Astro last told it the truth about the Deployment that it asked for, as ticks count. */
  asked?: number;
}

export type Ending =
  | { readonly kind: 'done' }
  | { readonly kind: 'crashed' }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface Job {
  readonly installation: string;
  readonly trouble?: Trouble | undefined;
  run(): Promise<void>;
}

/** One call of a port, and what it looks like when it fails. */
export interface Call<Result> {
  readonly port: Port;
  /** Whether it changes something. */
  readonly writes: boolean;
  carryOut(): Promise<Result>;
  /** Throws, or answers as the port does when it fails. */
  fail(flavour: number, after: boolean): Result | Promise<Result>;
}

/** What happens while workers are at something, after so many calls of the first of them. */
export interface Interlude {
  readonly after: number;
  /** The others begin only then, and are done before the first goes on. */
  readonly overtakes: boolean;
  happen(): Promise<void>;
}

interface Waiting {
  readonly worker: Worker;
  /** For one that sleeps. */
  readonly until: number;
  readonly go: () => Promise<void>;
}

/**
 * Runs workers side by side, one call at a time, in an order that follows from the random numbers
 * alone. A worker that crashes just never hears of its call again, as when a process is killed.
 */
export class Workers {
  tick = 0;
  readonly #current = new AsyncLocalStorage<Worker>();
  readonly #clock: VirtualClock;
  #waiting: Waiting[] = [];
  #inFlight = 0;
  #interlude: Interlude | undefined;
  /** Who waits until the others have had their turn. */
  #held = new Set<Worker>();
  #changed = 0;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  get worker(): Worker | undefined {
    return this.#current.getStore();
  }

  /** When the world last became another one while workers were at something, as ticks count. */
  get changed(): number {
    return this.#changed;
  }

  async run(
    jobs: readonly Job[],
    random: Random,
    interlude?: Interlude,
  ): Promise<readonly [Worker, Ending][]> {
    const endings = new Map<Worker, Ending>();
    this.tick += 1;
    const workers = jobs.map((job) => this.#start(job, endings));
    this.#begin(workers, interlude);
    for (let idle = 0; workers.some((one) => !one.dead); idle += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#inFlight === 0) {
        await this.#meanwhile(workers);
        if (this.#next(random)) idle = 0;
      }
      if (idle > 200_000) throw new Error('a worker waits for nothing that anybody does');
    }
    this.#interlude = undefined;
    this.tick += 1;
    return workers.map((worker) => [worker, endings.get(worker) ?? { kind: 'crashed' }]);
  }

  /** Outside of a worker the call is simply made. */
  call<Result>(call: Call<Result>): Promise<Result> {
    const worker = this.worker;
    if (worker === undefined) return call.carryOut();
    return this.#turn(worker, 0, () => this.#meet(worker, call));
  }

  sleep(milliseconds: number): Promise<void> {
    const until = this.#clock.now().getTime() + milliseconds;
    const { worker } = this;
    if (worker !== undefined) return this.#turn(worker, until, async () => {});
    this.#clock.advance(milliseconds);
    return Promise.resolve();
  }

  #start({ installation, trouble, run }: Job, endings: Map<Worker, Ending>): Worker {
    const { tick: began } = this;
    const worker: Worker = {
      ...{ installation, began, trouble },
      ...{ calls: new Map(), made: 0, met: false, dead: false },
    };
    const end = (ending: Ending) => {
      if (worker.dead) return;
      worker.dead = true;
      endings.set(worker, ending);
    };
    this.#current.run(worker, run).then(
      () => end({ kind: 'done' }),
      (error) => end({ kind: 'failed', error }),
    );
    return worker;
  }

  /** Waits for its turn; never ends for one who has died meanwhile. */
  #turn<Result>(worker: Worker, until: number, work: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const go = async () => {
        try {
          const result = await work();
          if (!worker.dead) resolve(result);
        } catch (error) {
          if (!worker.dead) reject(error);
        }
      };
      this.#waiting.push({ worker, until, go });
    });
  }

  #begin([, ...others]: readonly Worker[], interlude: Interlude | undefined): void {
    this.#interlude = interlude;
    this.#held = new Set(interlude?.overtakes ? others : []);
  }

  /** Whoever began before it happened may know of what it changed, or not. */
  async #meanwhile([first, ...others]: readonly Worker[]): Promise<void> {
    const interlude = this.#interlude;
    if (others.every(({ dead }) => dead)) this.#held.clear();
    if (interlude === undefined || first === undefined) return;
    if (!first.dead && first.made < interlude.after) return;
    this.#interlude = undefined;
    if (interlude.overtakes) this.#held = new Set([first]);
    this.tick += 1;
    this.#changed = this.tick;
    await interlude.happen();
  }

  #next(random: Random): boolean {
    this.#waiting = this.#waiting.filter(({ worker }) => !worker.dead);
    const now = this.#clock.now().getTime();
    const free = this.#waiting.filter(({ worker }) => !this.#held.has(worker));
    const ready = free.filter(({ until }) => until <= now);
    const earliest = Math.min(...free.map(({ until }) => until));
    const those = ready.length > 0 ? ready : free.filter((one) => one.until === earliest);
    const next = those[Math.floor(random() * those.length)];
    if (next === undefined) return false;
    if (next.until > now) this.#clock.advance(next.until - now);
    this.#waiting = this.#waiting.filter((one) => one !== next);
    this.#inFlight += 1;
    next.go().finally(() => {
      this.#inFlight -= 1;
    });
    return true;
  }

  async #meet<Result>(worker: Worker, call: Call<Result>): Promise<Result> {
    worker.made += 1;
    const { trouble } = worker;
    let meets = false;
    for (const counted of [call.port, ...(call.writes ? (['write'] as const) : [])]) {
      const count = (worker.calls.get(counted) ?? 0) + 1;
      worker.calls.set(counted, count);
      meets ||= trouble?.port === counted && trouble.nth === count;
    }
    if (!meets || trouble === undefined) return call.carryOut();
    worker.met = true;
    if (trouble.what === 'fault') return call.fail(trouble.flavour, trouble.after);
    if (trouble.after) await call.carryOut();
    worker.dead = true;
    throw new Error('crashed');
  }
}
