import { type Clock, MINUTE } from './clock.ts';

/** Fetches a secret's newest value by its name. */
export type Secrets = (name: string) => Promise<string>;

/** How long a rotated secret may be missed, at the most, by whoever does not notice its refusal. */
const KEPT = 5 * MINUTE;

/** The secret, fetched at most every five minutes; `{ fresh: true }` after it was refused. */
export function keptSecret(
  fetch: Secrets,
  name: string,
  clock: Clock,
): (options?: { readonly fresh?: boolean }) => Promise<string> {
  let kept: { value: Promise<string>; at: number } | undefined;
  return ({ fresh = false } = {}) => {
    const now = clock.now().getTime();
    if (kept === undefined || fresh || now - kept.at > KEPT) {
      const value = fetch(name);
      kept = { value, at: now };
      // A failed fetch is not kept: the next caller asks again.
      value.catch(() => {
        kept = undefined;
      });
    }
    return kept.value;
  };
}
