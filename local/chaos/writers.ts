import type { AwsCloud } from './aws-cloud.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Who wrote each role when. */
export class Writers {
  readonly #time: VirtualClock;
  readonly #aws: AwsCloud;
  readonly #writes = new Map<string, Map<string, number>>();

  constructor(time: VirtualClock, aws: AwsCloud) {
    this.#time = time;
    this.#aws = aws;
  }

  /**
   * Other installations that wrote this role so shortly before that a reader may not have seen it.
   * IAM keeps no etag: one of the two writes is lost, until the other one looks again.
   */
  unseenBy(installation: string, arn: string): readonly string[] {
    const now = this.#time.now().getTime();
    const writes = this.#writes.get(arn) ?? new Map<string, number>();
    this.#writes.set(arn, writes.set(installation, now));
    if (this.#aws.state.staleFor === 0) return [];
    return [...writes]
      .filter(([name, at]) => name !== installation && now - at < 60_000)
      .map(([name]) => name);
  }
}
