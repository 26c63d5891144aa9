import type { Problem } from '../policy/plan.ts';
import type { Connection } from './connection.ts';

/** A connection that one Deployment is to have. */
export interface ToMake {
  readonly deploymentId: string;
  readonly connection: Connection;
  /** A person has said that one of the same id that is not ours may be replaced. */
  readonly replace: boolean;
  /** Astro's id of the environment object that we made for it, where we know it. */
  readonly objectId?: string;
}

/** What became of it. */
export type Made =
  | {
      readonly kind: 'created';
      /** Whether anything had to be written for it. */
      readonly written: boolean;
      readonly objectId?: string;
      /** What whoever reads of it should know: it is somebody else's, say. */
      readonly note?: Problem;
    }
  /** There is one of the same id that is not ours, and it was left alone. */
  | { readonly kind: 'taken'; readonly problem: Problem }
  /** The same again may succeed, after so many milliseconds where the other side said so. */
  | { readonly kind: 'waiting'; readonly problem: Problem; readonly wait?: number }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** How a connection comes into Airflow; the same asked twice makes it once. */
export type Way = (wanted: ToMake) => Promise<Made>;
