import type { Clock } from '../../shared/runtime/clock.ts';

/** The longest that a timer of Node can be set for. */
const LONGEST = 2 ** 31 - 1;

interface Task {
  readonly due: number;
  readonly run: () => void;
  timer?: NodeJS.Timeout;
}

/** Real time, which a test may push forward: what is due by then happens at once. */
export class EmulatorClock implements Clock {
  #ahead = 0;
  readonly #tasks = new Set<Task>();

  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  /** How much is still to come: each keeps the process alive. */
  get pending(): number {
    return this.#tasks.size;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.at(this.now().getTime() + milliseconds, resolve);
    });
  }

  /** Runs it when that moment has come; what is answered calls it off. */
  at(moment: number, run: () => void): () => void {
    const task: Task = { due: moment, run };
    this.#tasks.add(task);
    this.#wind(task);
    return () => this.#drop(task);
  }

  advance(milliseconds: number): void {
    this.#ahead += milliseconds;
    for (const task of [...this.#tasks].sort((a, b) => a.due - b.due)) this.#settle(task);
  }

  #settle(task: Task): void {
    if (!this.#tasks.has(task)) return;
    if (task.due > this.now().getTime()) {
      this.#wind(task);
      return;
    }
    this.#drop(task);
    task.run();
  }

  #wind(task: Task): void {
    clearTimeout(task.timer);
    const left = Math.max(0, task.due - this.now().getTime());
    task.timer = setTimeout(() => this.#settle(task), Math.min(left, LONGEST));
  }

  #drop(task: Task): void {
    clearTimeout(task.timer);
    this.#tasks.delete(task);
  }
}
