import { SECOND } from '../runtime/clock.ts';
import { SKEW } from '../runtime/signed-request.ts';

/** Signatures that were taken, as far as this one instance of the function knows. */
export interface Taken {
  /** False when it was taken before, and its timestamp would still be accepted. */
  add(signature: string, now: Date): boolean;
  /** What it was for did not happen: it may be sent again. */
  forget(signature: string): void;
}

/** From the one end of what is accepted to the other, and the second that it is in. */
const KEPT = (2 * SKEW + 1) * SECOND;

export function takenSignatures(): Taken {
  const ends = new Map<string, number>();
  return {
    add: (signature, now) => {
      const time = now.getTime();
      for (const [one, end] of ends) if (end < time) ends.delete(one);
      if (ends.has(signature)) return false;
      ends.set(signature, time + KEPT);
      return true;
    },
    forget: (signature) => {
      ends.delete(signature);
    },
  };
}
