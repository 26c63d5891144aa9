/** A message as the emulator keeps it. */
export interface Posted {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly blocks: readonly { readonly type: string; readonly [key: string]: unknown }[];
  readonly threadTs?: string;
  readonly metadata?: unknown;
  /** It is not as it was posted. */
  readonly edited: boolean;
}

interface Kept {
  readonly ts: string;
  readonly text: string;
  readonly blocks?: Posted['blocks'];
  readonly thread_ts?: string;
  readonly metadata?: unknown;
  readonly edited?: unknown;
  readonly reply_count?: number;
}

interface Answered {
  readonly channels?: readonly { readonly id: string; readonly name: string }[];
  readonly messages?: readonly Kept[];
  readonly response_metadata?: { readonly next_cursor?: string };
}

/** A call of the emulator itself, past the front and its faults. */
export async function callEmulator(
  origin: string,
  method: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Answered> {
  const response = await fetch(`${origin}/api/${method}`, {
    method: 'POST',
    headers: { authorization: 'Bearer local', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Answered;
}

/** All messages of a channel with their threads, the oldest first. */
export async function readMessages(
  origin: string,
  channel: string,
  shown: string,
): Promise<readonly Posted[]> {
  const heads: Kept[] = [];
  let cursor = '';
  do {
    const page = await callEmulator(origin, 'conversations.history', {
      channel,
      cursor,
      limit: 1_000,
    });
    heads.push(...(page.messages ?? []));
    cursor = page.response_metadata?.next_cursor ?? '';
  } while (cursor !== '');
  const all = await Promise.all(
    heads.map(async (head) => {
      if (!head.reply_count) return [head];
      const { messages } = await callEmulator(origin, 'conversations.replies', {
        channel,
        ts: head.ts,
      });
      return messages ?? [];
    }),
  );
  return all
    .flat()
    .map((kept) => posted(kept, shown))
    .toSorted((a, b) => (a.ts < b.ts ? -1 : 1));
}

function posted(kept: Kept, channel: string): Posted {
  return {
    channel,
    ts: kept.ts,
    text: kept.text,
    blocks: kept.blocks ?? [],
    edited: kept.edited !== undefined,
    ...(kept.thread_ts === undefined ? {} : { threadTs: kept.thread_ts }),
    ...(kept.metadata === undefined ? {} : { metadata: kept.metadata }),
  };
}
