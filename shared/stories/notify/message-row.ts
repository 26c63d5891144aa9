import type { MessageItem } from '../../record/messages.ts';
import type { AccessRecord, Versioned } from '../../record/record.ts';
import { after, type Clock, MINUTE } from '../../runtime/clock.ts';
import { digest } from '../../runtime/json.ts';

/** How long a worker that holds a row may be silent: afterwards it counts as dead. */
const CLAIM = 2 * MINUTE;

/** The row of one message in the hands of one worker. Writes throw `VersionConflictError` when another was quicker. */
export interface MessageRow {
  readonly item: MessageItem;
  /** From now on no other worker speaks to Slack about it; asked for before Slack is. */
  hold(): Promise<void>;
  /** Writes down what became of it, and holds it on. */
  note(change: Change): Promise<void>;
  /** Lets go of it until `due`. Writes nothing where nothing is other than it was. */
  release(change: Change, due?: string): Promise<void>;
}

type Change = (item: MessageItem) => MessageItem;

interface RowTools {
  readonly record: AccessRecord;
  readonly clock: Clock;
}

export function openRow(
  deploymentId: string,
  found: Versioned<MessageItem> | undefined,
  { record, clock }: RowTools,
): MessageRow {
  let current: Versioned<MessageItem> = found ?? { item: { deploymentId }, version: 0 };
  let held = false;
  const write = async (item: MessageItem, due?: string) => {
    current = await record.messages.write(deploymentId, current.version, item, due);
  };
  const keep = async (item: MessageItem) => {
    const now = clock.now();
    // After a crash it is due when the claim ends.
    await write({ ...item, claimedAt: now.toISOString() }, after(now, CLAIM));
    held = true;
  };
  return {
    get item() {
      return current.item;
    },
    hold: async () => {
      if (!held) await keep(current.item);
    },
    note: (change) => keep(change(current.item)),
    release: async (change, due) => {
      const { claimedAt: _, ...item } = change(current.item);
      if (!held && due === current.due && digest(item) === digest(current.item)) return;
      await write(item, due);
      held = false;
    },
  };
}

/** Whether another worker is at it, as far as one knows. */
export function isClaimed({ claimedAt }: MessageItem, now: Date): boolean {
  return claimedAt !== undefined && after(new Date(claimedAt), CLAIM) > now.toISOString();
}
