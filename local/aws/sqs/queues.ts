import { AwsError } from '../aws-error.ts';
import type { EmulatorClock } from '../clock.ts';
import { invalidParameterOf, noSuchQueue } from './errors.ts';
import { Queue } from './queue.ts';
import { newAttributes, type QueueAttributes, redrive } from './settings.ts';

interface Home {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

/** All queues of the emulated region; `url` is told once the server listens. */
export class Queues {
  url = '';
  readonly clock: EmulatorClock;
  readonly #home: Home;
  readonly #queues = new Map<string, Queue>();

  constructor(home: Home, clock: EmulatorClock) {
    this.#home = home;
    this.clock = clock;
  }

  /** A queue of the same name and attributes is the same queue. */
  create(name: string, given: QueueAttributes = {}, account = this.#home.account): Queue {
    const attributes = newAttributes(name, given);
    this.#checkRedrive(attributes);
    const there = this.#queues.get(`${account}/${name}`);
    if (there !== undefined) return same(there, given);
    const { partition, region } = this.#home;
    const queue = new Queue(
      {
        name,
        arn: `arn:${partition}:sqs:${region}:${account}:${name}`,
        url: `${this.url}/${account}/${name}`,
      },
      attributes,
      () => this.clock.now().getTime(),
      (arn) => this.find(arn),
    );
    this.#queues.set(`${account}/${name}`, queue);
    return queue;
  }

  setAttributes(queue: Queue, given: QueueAttributes): void {
    this.#checkRedrive({ ...queue.attributes, ...given });
    queue.setAttributes(given);
  }

  remove(queue: Queue): void {
    this.#queues.delete(`${queue.arn.split(':')[4]}/${queue.name}`);
  }

  /** By ARN, URL or, in the home account, by name. */
  find(reference: string): Queue | undefined {
    const [account, name] = reference.startsWith('arn:')
      ? reference.split(':').slice(4)
      : reference.split('/').slice(-2);
    return (
      this.#queues.get(`${account}/${name}`) ??
      this.#queues.get(`${this.#home.account}/${reference}`)
    );
  }

  get(reference: string): Queue {
    const queue = this.find(reference);
    if (queue === undefined) throw noSuchQueue();
    return queue;
  }

  all(): readonly Queue[] {
    return [...this.#queues.values()];
  }

  #checkRedrive(attributes: QueueAttributes): void {
    const rule = redrive(attributes);
    if (rule === undefined) return;
    const target = this.find(rule.arn);
    const alike = target?.fifo === (attributes.FifoQueue === 'true');
    if (alike && Number.isInteger(rule.most) && rule.most >= 1 && rule.most <= 1_000) return;
    const reason =
      'Dead letter target does not exist, is of another type, or maxReceiveCount is not 1 to 1000.';
    throw invalidParameterOf('RedrivePolicy', attributes.RedrivePolicy, reason);
  }
}

function same(queue: Queue, given: QueueAttributes): Queue {
  const differs = Object.entries(given).some(([name, value]) => queue.attributes[name] !== value);
  if (!differs) return queue;
  const message = 'A queue already exists with the same name and a different value for attribute';
  throw new AwsError(400, 'QueueNameExists', message, 'QueueAlreadyExists');
}
