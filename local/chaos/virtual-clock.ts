import { EmulatorClock } from '../aws/clock.ts';

/** Stands still until somebody lets time pass. */
export class VirtualClock extends EmulatorClock {
  #moment: number;

  constructor(start: string) {
    super();
    this.#moment = Date.parse(start);
  }

  override now(): Date {
    return new Date(this.#moment);
  }

  override advance(milliseconds: number): void {
    this.#moment += milliseconds;
  }
}
