export type When = 'before' | 'after';

/** The same, but dead from its nth call on, of whatever port: before that is made, or after it. */
export function dyingAt<Port extends object>(nth: number, when: When, port: Port) {
  let calls = 0;
  const death = Promise.withResolvers<void>();
  const step = async (work: () => unknown) => {
    calls += 1;
    if (calls < nth) return work();
    if (calls === nth && when === 'after') await work();
    death.resolve();
    return new Promise(() => {});
  };
  const mortal = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value === 'function') {
          return (...args: unknown[]) => step(() => Reflect.apply(value, target, args));
        }
        return typeof value === 'object' && value !== null ? mortal(value) : value;
      },
    });
  return { port: mortal(port), death: death.promise };
}
