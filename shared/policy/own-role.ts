import type { TrustPolicy } from './trust-policy.ts';

/** An IAM role as far as we read and write it; `undefined` where there is none of that name. */
export interface OwnRole {
  readonly arn?: string;
  readonly path: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly trust: TrustPolicy;
  /** ARNs of the attached managed policies, sorted. */
  readonly attached: readonly string[];
  /** Names of the inline policies, sorted: never ours. */
  readonly inline: readonly string[];
  readonly permissionsBoundary?: string;
}
