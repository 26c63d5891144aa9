import { type Clock, SECOND, systemClock } from '../runtime/clock.ts';
import { TransientError } from './errors.ts';

const ATTEMPTS = 6;

/** For long reading by hand: waits a throttle out, up to half a minute in all. */
export async function patiently<Result>(
  call: () => Promise<Result>,
  clock: Clock = systemClock,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof TransientError) || attempt === ATTEMPTS) throw error;
      await clock.sleep(SECOND * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
    }
  }
}
