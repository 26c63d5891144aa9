import * as z from 'zod';
import { parseDeploymentId } from '../deployment/events.ts';
import { InvalidEventError } from '../runtime/errors.ts';

const ABOUT_ONE = ['refresh', 'status', 'approve', 'deny', 'hold', 'release', 'retry'] as const;
export const ACTIONS = [...ABOUT_ONE, 'confirm-endings'] as const;

/** What a person asks `operate` for. */
export type Order =
  | { readonly action: 'confirm-endings'; readonly by: string }
  | {
      readonly action: (typeof ABOUT_ONE)[number];
      readonly deploymentId: string;
      /** One access of it; absent: all of them. */
      readonly accessId?: string;
      readonly by: string;
    };

const shape = z.object({
  action: z.enum(ACTIONS, { error: `action is not one of ${ACTIONS.join(', ')}` }),
  accessId: z.string().optional(),
  by: z.string().min(1).max(200).default('operate'),
});

/** Throws `InvalidEventError`, which names everything that is wrong and shows what is right. */
export function parseOrder(payload: unknown): Order {
  const result = shape.safeParse(payload);
  if (!result.success) {
    const problems = result.error.issues.map(({ message }) => message).join('; ');
    throw new InvalidEventError(`${problems}. ${EXAMPLE}`);
  }
  const { action, accessId, by } = result.data;
  if (action === 'confirm-endings') return { action, by };
  const deploymentId = parseDeploymentId(payload);
  return { action, deploymentId, by, ...(accessId && { accessId }) };
}

const EXAMPLE = 'Send {"deploymentId": "c...", "action": "status"}';
