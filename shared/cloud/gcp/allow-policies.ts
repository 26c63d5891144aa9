import type { AllowPolicy } from '../../policy/allow-policy.ts';
import { planAllowPolicy } from '../../policy/plan-allow-policy.ts';
import { whereBound, whereBoundAsDeleted } from '../../policy/where-bound.ts';
import { TransientError } from '../errors.ts';
import type { Target } from '../target.ts';
import { calling } from './google-errors.ts';
import type { Attempt } from './google-meanings.ts';

/** The two calls of one of Google's APIs for the allow policy of one resource. */
export interface PolicyCalls {
  /** As the API names it; for messages. */
  readonly resource: string;
  readonly getMethod: string;
  readonly setMethod: string;
  /** With `requestedPolicyVersion: 3`: less would lose every condition at the next write. */
  get(): Promise<AllowPolicy>;
  /**
   * As version 3, for less would lose conditions; and with the etag of what was read, for without it
   * Google overwrites whatever is there.
   */
  set(policy: AllowPolicy): Promise<void>;
}

/** Members that an allow policy holds at the most, each occurrence counted (google/iam/v1/policy.proto). */
const MEMBERS = 1_500;

/** An allow policy that others write too; its etag tells when they did. */
export function allowPolicy(calls: PolicyCalls, installation: string): Target<AllowPolicy> {
  const attempt = (method: string): Attempt => ({ method, resource: calls.resource });
  return {
    read: () => calling(attempt(calls.getMethod), async () => withEtag(await calls.get(), calls)),
    plan: (current, claims, rejected) =>
      planAllowPolicy(current, claims, { installation, rejected, quota: MEMBERS }),
    quota: () => MEMBERS,
    whereNamed: whereBound,
    whereDeleted: whereBoundAsDeleted,
    write: (_current, policy) =>
      calling(attempt(calls.setMethod), () => calls.set({ ...policy, version: 3 })),
  };
}

/** Google always answers one; without it the next write would overwrite whatever is there. */
function withEtag(policy: AllowPolicy, { getMethod, resource }: PolicyCalls): AllowPolicy {
  if (policy.etag) return policy;
  throw new TransientError(`${getMethod} on ${resource} answered no etag`);
}
