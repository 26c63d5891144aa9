const WINDOW = 5 * 60 * 1_000;

export interface Sent {
  readonly id: string;
  readonly md5: string;
  readonly sequence: string | undefined;
}

/** What a FIFO queue was sent in the last five minutes, whether it is still in it or not. */
export class Deduplication {
  readonly #sent = new Map<string, { readonly at: number; readonly sent: Sent }>();

  /** The earlier message of the same id; a sender is told that its own was taken. */
  earlier(key: string, now: number): Sent | undefined {
    const known = this.#sent.get(key);
    return known !== undefined && now - known.at < WINDOW ? known.sent : undefined;
  }

  remember(key: string, sent: Sent, now: number): void {
    this.#sent.delete(key);
    this.#sent.set(key, { at: now, sent });
    for (const [old, { at }] of this.#sent) {
      if (now - at < WINDOW) return;
      this.#sent.delete(old);
    }
  }
}
