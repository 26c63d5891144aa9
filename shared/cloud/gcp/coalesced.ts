/**
 * For each key at most one run at a time, and one that is next: whoever comes while one runs
 * shares the one that starts after it, for what it came for may be later than what is running.
 */
export function coalesced(run: (key: string) => Promise<void>): (key: string) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  const next = new Map<string, Promise<void>>();

  const start = (key: string): Promise<void> => {
    const done = run(key).finally(() => running.delete(key));
    running.set(key, done);
    return done;
  };

  return (key) => {
    const current = running.get(key);
    if (current === undefined) return start(key);
    const waiting = next.get(key);
    if (waiting !== undefined) return waiting;
    const promise = current.catch(ignoreIt).then(() => {
      next.delete(key);
      return start(key);
    });
    next.set(key, promise);
    return promise;
  };
}

/** The run before is its own callers' to hear of. */
function ignoreIt(): void {}
