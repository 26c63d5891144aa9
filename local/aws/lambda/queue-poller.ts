import type { EventSource, Poller } from '../event-source.ts';
import type { Message } from '../sqs/message.ts';
import type { Queue } from '../sqs/queue.ts';
import { failedReceipts } from './batch-response.ts';
import { invoke } from './invoke.ts';
import { sqsRecord } from './sqs-record.ts';

/** Takes batches from a queue as long as there are any, and sleeps until it changes. */
export class QueuePoller implements Poller {
  readonly #source: EventSource;
  readonly #queue: Queue;
  readonly #timeout: number;
  readonly #unlisten: () => void;
  #running = 0;
  #stopped = false;
  #scheduled: NodeJS.Immediate | undefined;
  #cancelAlarm = () => {};
  #waiting: (() => void)[] = [];

  constructor(source: EventSource, queue: Queue, timeout: number) {
    this.#source = source;
    this.#queue = queue;
    this.#timeout = timeout;
    this.#unlisten = queue.changed.listen(() => this.#schedule());
    this.#schedule();
  }

  stop(): Promise<void> {
    this.#stopped = true;
    this.#unlisten();
    this.#cancelAlarm();
    clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    return this.idle();
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#settle();
    });
  }

  /** Not at once: what is sent together is to be received together. */
  #schedule(): void {
    if (this.#stopped) return;
    this.#scheduled ??= setImmediate(() => {
      this.#scheduled = undefined;
      this.#take();
    });
  }

  #take(): void {
    const { batchSize = 10, concurrency = 10 } = this.#source;
    while (!this.#stopped && this.#running < concurrency) {
      const batch = this.#queue.receive(batchSize);
      if (batch.length === 0) break;
      this.#running += 1;
      void this.#run(batch);
    }
    this.#setAlarm();
    this.#settle();
  }

  async #run(batch: readonly Message[]): Promise<void> {
    const failed = await this.#failedOf(batch);
    for (const { receipt } of batch) {
      if (receipt !== undefined && !failed.has(receipt)) this.#delete(receipt);
    }
    this.#running -= 1;
    this.#schedule();
    this.#settle();
  }

  /** The receipts of the messages that stay in the queue. */
  async #failedOf(batch: readonly Message[]): Promise<ReadonlySet<string>> {
    const all = new Set(batch.map(({ receipt }) => receipt ?? ''));
    const { arn } = this.#queue;
    const { functionName = 'local', handler, reportBatchItemFailures = true } = this.#source;
    try {
      const event = { Records: batch.map((message) => sqsRecord(message, arn)) };
      const answer = await invoke(handler, event, { functionName, arn, timeout: this.#timeout });
      return reportBatchItemFailures ? failedReceipts(answer, batch) : new Set();
    } catch (error) {
      this.#source.failed?.(error);
      return all;
    }
  }

  /** A message whose visibility ran out meanwhile may be with another receiver by now. */
  #delete(receipt: string): void {
    try {
      this.#queue.delete(receipt);
    } catch (error) {
      this.#source.failed?.(error);
    }
  }

  #setAlarm(): void {
    this.#cancelAlarm();
    const next = this.#stopped ? undefined : this.#queue.nextVisible();
    if (next === undefined) return;
    this.#cancelAlarm = this.#source.sqs.clock.at(next, () => this.#schedule());
  }

  #settle(): void {
    const nothingLeft = this.#stopped || this.#queue.receivable().length === 0;
    if (this.#running > 0 || this.#scheduled !== undefined || !nothingLeft) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
