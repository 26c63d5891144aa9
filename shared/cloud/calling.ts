/** Runs one call to a cloud and lets nothing of its client out: what it throws is translated. */
export type Calling<Attempt> = <Result>(
  attempt: Attempt,
  call: () => Promise<Result>,
) => Promise<Result>;

export function callingWith<Attempt>(
  translated: (error: unknown, attempt: Attempt) => unknown,
): Calling<Attempt> {
  return async (attempt, call) => {
    try {
      return await call();
    } catch (error) {
      throw translated(error, attempt);
    }
  };
}
