import { AccessError } from './errors.ts';

/** Whoever waits has no more time; the work itself goes on. */
export class TooSlowError extends AccessError {
  readonly code = 'too-slow';
  readonly disposition = 'retry';
}

/** What becomes of the work, if it does so in time: else it throws `TooSlowError`. */
export async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    const late = () => reject(new TooSlowError(`not done within ${milliseconds} ms`));
    timer = setTimeout(late, milliseconds);
  });
  return Promise.race([work, over]).finally(() => clearTimeout(timer));
}
