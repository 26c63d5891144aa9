import { type Draft, deadLetter, type Message } from './messages.ts';
import { post } from './post.ts';
import type { SubscriptionOptions } from './subscription.ts';

interface Delivery {
  readonly message: Message;
  readonly attempt: number;
}

export interface Outside {
  now(): Date;
  publish(topic: string, drafts: readonly Draft[]): unknown;
  /** Called whenever a message is done with. */
  settled(): void;
}

/** One push subscription: at least once, in no order, again after a failure. */
export class PushSubscription {
  readonly name: string;
  readonly options: SubscriptionOptions;
  readonly #outside: Outside;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #closed = new AbortController();
  #waiting: Delivery[] = [];
  #outstanding = 0;
  #unsettled = 0;
  #paused = false;
  #doubled = 0;

  constructor(name: string, options: SubscriptionOptions, outside: Outside) {
    this.name = name;
    this.options = options;
    this.#outside = outside;
  }

  /** Nothing left to push, and nothing that will be pushed again. */
  get idle(): boolean {
    return this.#unsettled === 0;
  }

  add(message: Message): void {
    this.#unsettled += 1;
    this.#queue({ message, attempt: 1 });
  }

  /** The next so many messages are pushed again although they were acknowledged. */
  double(times: number): void {
    this.#doubled += times;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#pump();
  }

  close(): void {
    this.#paused = true;
    this.#closed.abort();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #queue(delivery: Delivery): void {
    this.#waiting.push(delivery);
    this.#pump();
  }

  #pump(): void {
    while (!this.#paused && this.#outstanding < (this.options.maxOutstanding ?? 100)) {
      // Taken from either end: whoever relies on the order of publishing is to notice.
      const next = this.#waiting.length % 2 === 0 ? this.#waiting.pop() : this.#waiting.shift();
      if (next === undefined) return;
      this.#outstanding += 1;
      void this.#deliver(next);
    }
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { name, options } = this;
    const { signal } = this.#closed;
    const acknowledged = await post(delivery, name, options, this.#outside.now(), signal);
    this.#outstanding -= 1;
    if (signal.aborted) return;
    if (acknowledged) this.#acknowledge(delivery);
    else this.#again(delivery);
    this.#pump();
  }

  #acknowledge(delivery: Delivery): void {
    if (this.#doubled > 0) {
      this.#doubled -= 1;
      this.#queue(delivery);
      return;
    }
    this.#settle();
  }

  #again({ message, attempt }: Delivery): void {
    const { deadLetter: letter, minBackoff = 50, maxBackoff = 2_000 } = this.options;
    if (letter !== undefined && attempt >= letter.maxDeliveryAttempts) {
      this.#outside.publish(letter.topic, [deadLetter(message, this.name, attempt)]);
      this.#settle();
      return;
    }
    const backoff = Math.min(maxBackoff, minBackoff * 2 ** (attempt - 1));
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#queue({ message, attempt: attempt + 1 });
    }, backoff);
    this.#timers.add(timer);
  }

  #settle(): void {
    this.#unsettled -= 1;
    this.#outside.settled();
  }
}
