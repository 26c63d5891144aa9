import { Bell } from '../bell.ts';
import { Deduplication, type Sent } from './deduplication.ts';
import { checkedDraft } from './draft.ts';
import { type Draft, type Message, md5, newMessage } from './message.ts';
import { issueReceipt, messageOfReceipt, staleReceipt } from './receipts.ts';
import { receivableInOrder, visible } from './receivable.ts';
import { type QueueAttributes, redrive, withAttributes } from './settings.ts';

interface Place {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
}

/** One queue, standard or FIFO. `changed` rings when something may have become receivable. */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly created: number;
  readonly changed = new Bell();
  attributes: QueueAttributes;
  messages: readonly Message[] = [];
  readonly #now: () => number;
  readonly #deadLetters: (arn: string) => Queue | undefined;
  readonly #deduplication = new Deduplication();
  #sequence = 18_849_496_460_467_696_128n;

  constructor(
    { name, arn, url }: Place,
    attributes: QueueAttributes,
    now: () => number,
    deadLetters: (arn: string) => Queue | undefined,
  ) {
    this.name = name;
    this.arn = arn;
    this.url = url;
    this.attributes = attributes;
    this.created = now();
    this.#now = now;
    this.#deadLetters = deadLetters;
  }

  get fifo(): boolean {
    return this.attributes.FifoQueue === 'true';
  }

  setAttributes(given: QueueAttributes): void {
    this.attributes = withAttributes(this.attributes, given);
    this.changed.ring();
  }

  send(draft: Draft): Sent {
    const checked = checkedDraft(draft, this.attributes);
    const scope = this.attributes.DeduplicationScope === 'messageGroup' ? checked.groupId : '';
    const key = this.fifo ? `${scope}/${checked.deduplicationId}` : undefined;
    const earlier = key === undefined ? undefined : this.#deduplication.earlier(key, this.#now());
    // The digest is of what was just sent: it is there to tell the sender that it arrived whole.
    if (earlier !== undefined) return { ...earlier, md5: md5(checked.body) };
    const delay = checked.delay ?? Number(this.attributes.DelaySeconds);
    const message = newMessage(checked, this.#now(), this.#now() + delay * 1_000);
    const sent = this.accept(message);
    if (key !== undefined) this.#deduplication.remember(key, sent, this.#now());
    return sent;
  }

  /** Takes a message as it is, from a sender or as a dead letter. */
  accept(message: Message): Sent {
    if (this.fifo) this.#sequence += 256n;
    const sequence = this.fifo ? String(this.#sequence) : undefined;
    this.messages = [...this.messages, { ...message, sequence }];
    this.changed.ring();
    return { id: message.id, md5: message.md5, sequence };
  }

  /** Up to so many messages, hidden from others for a while; in FIFO order, where there is one. */
  receive(limit: number, visibility = Number(this.attributes.VisibilityTimeout)): Message[] {
    this.#moveDeadLetters();
    return this.receivable()
      .slice(0, limit)
      .map((message) => {
        message.receives += 1;
        message.firstReceivedAt ??= this.#now();
        message.receipt = issueReceipt(this.name, message);
        message.visibleAt = this.#now() + visibility * 1_000;
        return { ...message };
      });
  }

  /** What a receive would find now. */
  receivable(): readonly Message[] {
    const now = this.#now();
    const retention = Number(this.attributes.MessageRetentionPeriod) * 1_000;
    this.messages = this.messages.filter(({ sentAt }) => sentAt + retention > now);
    return this.fifo ? receivableInOrder(this.messages, now) : visible(this.messages, now);
  }

  delete(receipt: string): void {
    const message = this.#received(receipt);
    if (message === undefined) return;
    const expired = message.receipt !== receipt || message.visibleAt <= this.#now();
    if (this.fifo && expired) throw staleReceipt(receipt);
    // A standard queue says yes to an older handle, and keeps the message.
    if (message.receipt !== receipt) return;
    this.messages = this.messages.filter((one) => one !== message);
    this.changed.ring();
  }

  changeVisibility(receipt: string, seconds: number): void {
    const message = this.#received(receipt);
    if (message?.receipt !== receipt || message.visibleAt <= this.#now()) {
      throw staleReceipt(receipt);
    }
    message.visibleAt = this.#now() + seconds * 1_000;
    this.changed.ring();
  }

  /** When, without anything else, the next hidden message is to be seen again. */
  nextVisible(): number | undefined {
    const later = this.messages.map(({ visibleAt }) => visibleAt).filter((at) => at > this.#now());
    return later.length === 0 ? undefined : Math.min(...later);
  }

  #received(receipt: string): Message | undefined {
    const id = messageOfReceipt(this.name, receipt);
    return this.messages.find((message) => message.id === id);
  }

  #moveDeadLetters(): void {
    const rule = redrive(this.attributes);
    const target = rule === undefined ? undefined : this.#deadLetters(rule.arn);
    if (rule === undefined || target === undefined) return;
    for (const message of this.receivable().filter(({ receives }) => receives >= rule.most)) {
      this.messages = this.messages.filter((one) => one !== message);
      target.accept({ ...message, visibleAt: this.#now(), deadLetterSource: this.arn });
    }
  }
}
