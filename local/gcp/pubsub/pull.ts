import type { Message } from './messages.ts';

/** One subscription without an endpoint: messages wait until somebody takes and acknowledges them. */
export class PullSubscription {
  readonly #now: () => Date;
  readonly #deadline: number;
  readonly #kept = new Map<string, { message: Message; heldUntil: number }>();

  constructor(ackDeadlineSeconds: number, now: () => Date) {
    this.#deadline = ackDeadlineSeconds * 1_000;
    this.#now = now;
  }

  add(message: Message): void {
    this.#kept.set(message.messageId, { message, heldUntil: 0 });
  }

  pull(most: number): readonly Message[] {
    const now = this.#now().getTime();
    const free = [...this.#kept.values()].filter(({ heldUntil }) => heldUntil <= now);
    return free.slice(0, most).map((entry) => {
      entry.heldUntil = now + this.#deadline;
      return entry.message;
    });
  }

  acknowledge(messageId: string): void {
    this.#kept.delete(messageId);
  }

  /** Not acknowledged yet, whoever has taken them. */
  get messages(): readonly Message[] {
    return [...this.#kept.values()].map(({ message }) => message);
  }
}
