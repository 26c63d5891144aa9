import * as z from 'zod';
import { InvalidEventError } from '../runtime/errors.ts';

/** What Slack sends to the app's Request URL, as far as it concerns us. */
export type Interaction =
  | ({ readonly kind: 'button' } & ButtonPressed)
  /** Slack looks whether somebody answers, or tells of something in which we have no part. */
  | { readonly kind: 'other'; readonly type: string };

export interface ButtonPressed {
  readonly appId: string;
  /** Absent where the app is installed for all workspaces of an Enterprise at once. */
  readonly teamId?: string;
  readonly user: { readonly id: string; readonly name: string };
  /** Where the message with the button is; in a thread, `threadTs` is of the message above it. */
  readonly channel: string;
  readonly threadTs?: string;
  /** When it was pressed, by Slack's clock: another press has another moment. */
  readonly at: Date;
  readonly actionId: string;
  /** Absent: a link, of which Slack tells too. */
  readonly value?: string;
}

const text = (limit: number) => z.string().min(1).max(limit);

const blockActions = z.object({
  api_app_id: text(50),
  team: z.object({ id: text(50) }).nullish(),
  user: z.object({
    id: z.string().regex(/^[UW][A-Z0-9]{2,30}$/),
    username: z.string().nullish(),
    name: z.string().nullish(),
  }),
  container: z.object({ channel_id: text(50), thread_ts: text(50).nullish() }),
  actions: z
    .array(
      z.object({
        action_id: text(255),
        action_ts: z.string().regex(/^\d{10}(\.\d{1,6})?$/),
        value: text(2_000).nullish(),
      }),
    )
    .min(1),
});

/** Throws `InvalidEventError` for what Slack cannot have made, and repeats nothing of it. */
export function parseInteraction(body: Uint8Array): Interaction {
  const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
  const payload = form.get('payload');
  if (payload === null) {
    if (form.get('ssl_check') === '1') return { kind: 'other', type: 'ssl_check' };
    throw new InvalidEventError('the body: a form with a payload was expected');
  }
  const read = asObject(payload);
  if (read.type !== 'block_actions' || !isOfMessage(read)) {
    const { type } = read;
    return { kind: 'other', type: typeof type === 'string' ? type.slice(0, 50) : typeof type };
  }
  return { kind: 'button', ...buttonOf(read) };
}

function buttonOf(payload: object): ButtonPressed {
  const result = blockActions.safeParse(payload);
  if (!result.success) {
    const places = result.error.issues.map(({ path }) => path.join('.'));
    throw new InvalidEventError(`payload: not as Slack sends it at ${places.join(', ')}`);
  }
  const { api_app_id: appId, team, user, container, actions } = result.data;
  // Of a message there is always one.
  const [action] = actions as [(typeof actions)[number]];
  return {
    appId,
    ...(team && { teamId: team.id }),
    user: { id: user.id, name: (user.username || user.name || '').slice(0, 80) },
    channel: container.channel_id,
    ...(container.thread_ts && { threadTs: container.thread_ts }),
    at: new Date(Math.round(Number(action.action_ts) * 1_000)),
    actionId: action.action_id,
    ...(action.value && { value: action.value }),
  };
}

function asObject(json: string): { readonly type?: unknown; readonly container?: unknown } {
  try {
    return Object(JSON.parse(json));
  } catch {
    throw new InvalidEventError('payload: JSON was expected');
  }
}

/** We put buttons into messages alone, not into views. */
function isOfMessage({ container }: { readonly container?: unknown }): boolean {
  return Object(container).type !== 'view';
}
