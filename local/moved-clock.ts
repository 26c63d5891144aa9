const RealDate = Date;
let ahead = 0;

const now = () => RealDate.now() + ahead;

/** Time as this process sees it from now on; timers are left as they are. */
const MovedDate = new Proxy(RealDate, {
  construct: (target, given) => Reflect.construct(target, given.length === 0 ? [now()] : given),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

/**
 * Lets time pass in this process, which has the functions in it: a test does not wait a day for
 * what is due tomorrow.
 */
export function moveClock(milliseconds: number): void {
  ahead += milliseconds;
  globalThis.Date = MovedDate;
}
