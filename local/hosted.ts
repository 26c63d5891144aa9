import { moveClock } from './moved-clock.ts';

export interface FromHouse {
  /** Milliseconds that pass at once. */
  readonly pass?: number;
}

/** What every process of functions does: it ends with the house, and time passes when it says so. */
export function hosted(): void {
  // Ctrl-C reaches it as well, but it is the house that ends it.
  process.on('SIGINT', () => {});
  process.on('disconnect', () => process.exit());
  process.on('message', ({ pass = 0 }: FromHouse) => {
    if (pass > 0) moveClock(pass);
  });
}
