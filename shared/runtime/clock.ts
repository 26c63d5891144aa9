/** Time as the stories see it, so that a test can let it pass. */
export interface Clock {
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** The moment `milliseconds` after `from`, as ISO 8601 text, which sorts as time does. */
export function after(from: Date, milliseconds: number): string {
  return new Date(from.getTime() + milliseconds).toISOString();
}
