import { absent, taken } from '../refusal.ts';
import { checkDrafts, type Draft, type Message } from './messages.ts';
import { PullSubscription } from './pull.ts';
import { PushSubscription } from './push.ts';
import { checkLocal, type SubscriptionOptions } from './subscription.ts';

interface Subscription {
  readonly options: SubscriptionOptions;
  readonly kind: PushSubscription | PullSubscription;
}

/** Topics and subscriptions by full name: `projects/P/topics/T`, `projects/P/subscriptions/S`. */
export class PubSub {
  readonly #now: () => Date;
  readonly #topics = new Map<string, Message[]>();
  readonly #subscriptions = new Map<string, Subscription>();
  #waiters: (() => void)[] = [];
  #published = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  createTopic(name: string): void {
    if (this.#topics.has(name))
      throw taken(`Resource already exists in the project (resource=${last(name)}).`);
    this.#topics.set(name, []);
  }

  createSubscription(name: string, options: SubscriptionOptions): void {
    if (this.#subscriptions.has(name))
      throw taken(`Resource already exists in the project (resource=${last(name)}).`);
    this.published(options.topic);
    const { pushEndpoint, ackDeadlineSeconds = 10 } = options;
    if (pushEndpoint !== undefined) checkLocal(pushEndpoint);
    const outside = {
      now: this.#now,
      publish: (topic: string, drafts: readonly Draft[]) =>
        this.#topics.has(topic) ? this.publish(topic, drafts) : [],
      settled: () => this.#settled(),
    };
    const kind =
      pushEndpoint === undefined
        ? new PullSubscription(ackDeadlineSeconds, this.#now)
        : new PushSubscription(name, options, outside);
    this.#subscriptions.set(name, { options, kind });
  }

  deleteSubscription(name: string): void {
    const { kind } = this.#find(name);
    if (kind instanceof PushSubscription) kind.close();
    this.#subscriptions.delete(name);
    this.#settled();
  }

  /** Answers the message ids. Without a subscription a message is lost, as with Google. */
  publish(topic: string, drafts: readonly Draft[]): readonly string[] {
    const published = this.#topics.get(topic);
    if (published === undefined) throw absent(`Resource not found (resource=${last(topic)}).`);
    checkDrafts(drafts);
    return drafts.map((draft) => {
      this.#published += 1;
      const messageId = String(10_000_000_000_000 + this.#published);
      const message = { ...draft, messageId, publishTime: this.#now().toISOString() };
      published.push(message);
      for (const { options, kind } of this.#subscriptions.values())
        if (options.topic === topic) kind.add(message);
      return messageId;
    });
  }

  /** Everything that was ever published to the topic. */
  published(topic: string): readonly Message[] {
    const messages = this.#topics.get(topic);
    if (messages === undefined) throw absent(`Resource not found (resource=${last(topic)}).`);
    return messages;
  }

  push(name: string): PushSubscription {
    const { kind } = this.#find(name);
    if (kind instanceof PushSubscription) return kind;
    throw absent(`${name} is not pushed.`);
  }

  pull(name: string): PullSubscription {
    const { kind } = this.#find(name);
    if (kind instanceof PullSubscription) return kind;
    throw absent(`${name} is pushed.`);
  }

  /** Resolves when no push subscription has anything left to push, now or after a back-off. */
  async idle(): Promise<void> {
    while (![...this.#subscriptions.values()].every(({ kind }) => isIdle(kind)))
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  close(): void {
    for (const { kind } of this.#subscriptions.values())
      if (kind instanceof PushSubscription) kind.close();
    this.#subscriptions.clear();
    this.#settled();
  }

  options(name: string): SubscriptionOptions {
    return this.#find(name).options;
  }

  #find(name: string): Subscription {
    const subscription = this.#subscriptions.get(name);
    if (subscription !== undefined) return subscription;
    throw absent(`Resource not found (resource=${last(name)}).`);
  }

  #settled(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}

const last = (name: string) => name.split('/').at(-1);

const isIdle = (kind: PushSubscription | PullSubscription) =>
  kind instanceof PullSubscription || kind.idle;
