import * as z from 'zod';

/** What a button in Slack can ask for. The last two show something, to whoever pressed alone. */
export const VERBS = [
  'approve',
  'deny',
  'retry',
  'hold',
  'release',
  'revoke',
  'undo',
  'connect',
  'replace',
  'diff',
  'details',
] as const;
export type Verb = (typeof VERBS)[number];

/** A press, and what it was made for. */
export interface Press {
  readonly verb: Verb;
  readonly deploymentId: string;
  /** One access; absent: all of the Deployment to which the verb applies. */
  readonly accessId?: string;
  /** Of that access, or of all: what the message showed when it was written. */
  readonly revision: string;
}

const value = z.strictObject({
  d: z.string().min(1).max(100),
  a: z.string().min(1).max(100).optional(),
  r: z.string().min(1).max(100),
});

/** The `action_id` and the `value` of a button; Slack wants the first unique in its block. */
export function pressed({ verb, deploymentId: d, accessId: a, revision: r }: Press): {
  readonly action_id: string;
  readonly value: string;
} {
  return { action_id: verb, value: JSON.stringify({ d, ...(a && { a }), r }) };
}

/** Undefined for what is no button of ours. */
export function parsePress(actionId: string, text: string): Press | undefined {
  const verb = VERBS.find((one) => one === actionId);
  const read = value.safeParse(fromJson(text));
  if (verb === undefined || !read.success) return undefined;
  const { d: deploymentId, a: accessId, r: revision } = read.data;
  return { verb, deploymentId, ...(accessId && { accessId }), revision };
}

/** Of what another version's button carries, the Deployment; undefined where it cannot be read. */
export function deploymentOfPress(text: string): string | undefined {
  const read = value.pick({ d: true }).strip().safeParse(fromJson(text));
  return read.success ? read.data.d : undefined;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
