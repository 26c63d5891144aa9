import * as z from 'zod';
import { parseDeploymentId } from '../../deployment/events.ts';
import { InvalidEventError } from '../../runtime/errors.ts';

const DECISIONS = ['approve', 'deny', 'hold', 'release', 'retry'] as const;
const ABOUT_ONE = ['preview', 'refresh', 'status', 'connect', ...DECISIONS] as const;
const ABOUT_ALL = ['confirm-endings', 'pause', 'resume'] as const;
const IN_PAGES = ['preview-all', 'report'] as const;
export const ACTIONS = [...ABOUT_ONE, ...IN_PAGES, 'policies', ...ABOUT_ALL] as const;

/** What a person decides on accesses of one Deployment; `retry` leaves decided what was. */
export type Decision = (typeof DECISIONS)[number];

/** One Deployment: by its id, by its name in the record, or by the id of one of its accesses. */
export interface Subject {
  readonly deploymentId?: string;
  readonly deployment?: string;
  /** With one of the others: of its accesses only this one. */
  readonly accessId?: string;
}

/** What a person asks `operate` for; `status` without a Deployment is the installation's. */
export type Order = { readonly by: string } & (
  | { readonly action: (typeof ABOUT_ALL)[number] }
  | ({ readonly action: (typeof IN_PAGES)[number] } & Page)
  | { readonly action: 'policies'; readonly targetKeys: readonly string[] }
  | ({ readonly action: (typeof ABOUT_ONE)[number] } & Subject & Replacing)
);

/** Of `connect`: a connection of the same id that is not ours may be replaced. */
export interface Replacing {
  readonly replace?: boolean;
}

/** A part of a long answer: what comes after this Deployment's id, of so many Deployments. */
export interface Page {
  readonly after?: string;
  readonly limit?: number;
}

const KEYS = { error: 'targetKeys: a list of keys was expected' };

const shape = z.object({
  action: z.enum(ACTIONS, { error: `action is not one of ${ACTIONS.join(', ')}` }),
  accessId: z.string({ error: 'accessId: text was expected' }).max(100).optional(),
  deployment: z.string({ error: 'deployment: a name was expected' }).min(1).max(300).optional(),
  deploymentId: z.unknown().optional(),
  by: z.string({ error: 'by: a name was expected' }).min(1).max(200).default('operate'),
  replace: z.boolean({ error: 'replace: true or false was expected' }).optional(),
  after: z.string({ error: 'after: text was expected' }).max(100).optional(),
  limit: z
    .int({ error: 'limit: a number was expected' })
    .min(1)
    .max(1_000, { error: 'limit: at most 1000' })
    .optional(),
  targetKeys: z
    .array(z.string(KEYS).max(1_500), KEYS)
    .max(20, { error: 'targetKeys: at most 20' })
    .default([]),
});

/** Throws `InvalidEventError`, which names everything that is wrong and shows what is right. */
export function parseOrder(payload: unknown): Order {
  const result = shape.safeParse(payload);
  if (!result.success) {
    const problems = result.error.issues.map(({ message }) => message).join('; ');
    throw new InvalidEventError(`${problems}. ${EXAMPLE}`);
  }
  const { action, by, after, limit, replace, targetKeys } = result.data;
  if (action === 'confirm-endings' || action === 'pause' || action === 'resume') {
    return { action, by };
  }
  if (action === 'report' || action === 'preview-all') {
    return { action, by, ...(after && { after }), ...(limit && { limit }) };
  }
  if (action === 'policies') return { action, by, targetKeys };
  const subject = subjectOf(result.data, payload);
  if (action !== 'status' && Object.keys(subject).length === 0) {
    throw new InvalidEventError(`${action}: of which Deployment? ${EXAMPLE}`);
  }
  return { action, by, ...subject, ...(action === 'connect' && replace && { replace }) };
}

function subjectOf(
  { deploymentId, deployment, accessId }: z.infer<typeof shape>,
  payload: unknown,
): Subject {
  return {
    ...(deploymentId !== undefined && { deploymentId: parseDeploymentId(payload) }),
    ...(deployment !== undefined && { deployment }),
    ...(accessId && { accessId }),
  };
}

const EXAMPLE = 'Send {"action": "status", "deploymentId": "c..."}';
