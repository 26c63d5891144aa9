import type { Places } from './places.ts';
import { messageShape } from './shapes.ts';
import type { Item, Store } from './store.ts';
import { bodyFor, type Versioned, versioned } from './versioned.ts';

/** Written by `notify` alone. */
export interface MessageItem {
  readonly deploymentId: string;
  /** Since when a worker is at it: no other one speaks to Slack about it meanwhile. */
  readonly claimedAt?: string;
  readonly channel?: string;
  readonly ts?: string;
  /** The digest of what Slack shows; of one of the baseline, of what it would say. */
  readonly shown?: string;
  /** The messages of its thread, in order. */
  readonly thread?: readonly { readonly ts: string; readonly shown: string }[];
  /** A post of which nobody has written down yet what became of it. */
  readonly posting?: Posting;
  /** Where it was before, until it says there where it is now. */
  readonly left?: readonly MessagePlace[];
  /** The channel of its rules that does not take it, and Slack's word for why. */
  readonly refused?: { readonly channel: string; readonly reason: string };
  /** By access id, the last change by hand that the thread tells of. */
  readonly drifts?: Readonly<Record<string, string>>;
  readonly failures?: number;
  /** The last of them was a refusal that only a person can mend, who may then ask before it is due. */
  readonly barred?: true;
  /** How often somebody was called about what waits for a person, when last, and by which message. */
  readonly calls?: {
    readonly count: number;
    /** Before the first call: since when it waits. */
    readonly last: string;
    readonly about: string;
    readonly ts?: string;
  };
  /** There when the installation was new, and told of in one summary: no message until it changes. */
  readonly baseline?: true;
}

export interface MessagePlace {
  readonly channel: string;
  readonly ts: string;
}

/** Written down before the post is made, so that it can be looked for. */
export interface Posting {
  /** What part of the message it is: its head, or one of its thread. */
  readonly part: string;
  readonly channel: string;
  /** Of a part of the thread: the message that it stands under. */
  readonly threadTs?: string;
  readonly at: string;
}

/** Written by `notify` alone. */
export interface Messages {
  get(deploymentId: string): Promise<Versioned<MessageItem> | undefined>;
  /** Throws `VersionConflictError` when its version is no longer `expected` (0: there is none). */
  write(
    deploymentId: string,
    expected: number,
    item: MessageItem,
    due?: string,
  ): Promise<Versioned<MessageItem>>;
}

export function openMessages(store: Store, places: Places): Messages {
  return {
    get: async (deploymentId) => {
      const [stored] = await store.get([places.message(deploymentId)]);
      return stored && read(stored);
    },
    write: async (deploymentId, expected, item, due) => {
      const key = places.message(deploymentId);
      const draft = { ...key, ...(due && { due }), body: bodyFor(item) };
      return read(await store.put(draft, expected));
    },
  };
}

function read(stored: Item): Versioned<MessageItem> {
  return versioned(stored, messageShape);
}
