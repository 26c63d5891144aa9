import { AwsError } from '../aws-error.ts';
import type { Queues } from '../sqs/queues.ts';
import { type Entry, type EntryError, type Event, error, readEntry } from './event.ts';
import { matches, type Pattern } from './pattern.ts';

export interface Target {
  readonly id: string;
  readonly arn: string;
  /** Of a FIFO queue: all events of the target are one group. */
  readonly groupId?: string | undefined;
  readonly deadLetterArn?: string | undefined;
}

export interface Rule {
  readonly bus: string;
  readonly name: string;
  readonly pattern: Pattern;
  readonly enabled: boolean;
  readonly targets: readonly Target[];
}

interface Home {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

/** The event buses, and what their rules deliver to the queues. */
export class EventBuses {
  readonly names = new Set(['default']);
  readonly rules = new Map<string, Rule>();
  /** Every event that was taken, matched or not. */
  readonly taken: Event[] = [];
  /** What no target took and no dead-letter queue kept. */
  readonly lost: Event[] = [];
  readonly #home: Home;
  readonly #queues: Queues;
  #duplicates = 0;

  constructor(home: Home, queues: Queues) {
    this.#home = home;
    this.#queues = queues;
  }

  /** A bus with a rule that delivers to a queue of the emulator. */
  rule(wanted: {
    readonly bus: string;
    readonly queueUrl: string;
    readonly pattern?: Pattern;
    readonly groupId?: string;
  }): void {
    this.names.add(wanted.bus);
    const { arn } = this.#queues.get(wanted.queueUrl);
    const name = `rule-${this.rules.size + 1}`;
    const targets = [{ id: 'queue', arn, groupId: wanted.groupId }];
    const rule = { bus: wanted.bus, name, pattern: wanted.pattern ?? {}, enabled: true, targets };
    this.rules.set(`${wanted.bus}/${name}`, rule);
  }

  arn(resource: string): string {
    return `arn:${this.#home.partition}:events:${this.#home.region}:${this.#home.account}:${resource}`;
  }

  /** The next events are delivered twice: EventBridge promises at least once, not once. */
  duplicate(times = 1): void {
    this.#duplicates += times;
  }

  /** Takes one entry of PutEvents; the answer says what became of it. */
  put(entry: Entry): { readonly EventId: string } | EntryError {
    const bus = (entry.EventBusName ?? 'default').replace(/^arn:.*:event-bus\//, '');
    if (!this.names.has(bus)) {
      return error('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
    }
    const event = readEntry(entry, { ...this.#home, now: this.#queues.clock.now() });
    if ('ErrorCode' in event) return event;
    this.taken.push(event);
    this.#deliver(bus, event);
    if (this.#duplicates > 0) {
      this.#duplicates -= 1;
      this.#deliver(bus, event);
    }
    return { EventId: event.id };
  }

  #deliver(bus: string, event: Event): void {
    const rules = [...this.rules.values()].filter((rule) => rule.bus === bus && rule.enabled);
    for (const { targets } of rules.filter(({ pattern }) => matches(pattern, event))) {
      for (const target of targets) this.#deliverTo(target, event);
    }
  }

  #deliverTo({ arn, groupId, deadLetterArn }: Target, event: Event): void {
    if (this.#send(arn, groupId, event)) return;
    if (deadLetterArn !== undefined && this.#send(deadLetterArn, undefined, event)) return;
    this.lost.push(event);
  }

  #send(arn: string, groupId: string | undefined, event: Event): boolean {
    const queue = this.#queues.find(arn);
    if (queue === undefined) return false;
    try {
      queue.send({ body: JSON.stringify(event), groupId, sender: 'AIDAEVENTBRIDGE' });
      return true;
    } catch (refusal) {
      if (refusal instanceof AwsError) return false;
      throw refusal;
    }
  }
}
