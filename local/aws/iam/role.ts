import type { TrustPolicy } from '../../../shared/policy/trust-policy.ts';

/** A role as IAM keeps it; a change makes another one, so that an older one can still be read. */
export interface Role {
  readonly account: string;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly created: Date;
  readonly description?: string;
  readonly maxSession: number;
  /** With unique ids in the place of ARNs. */
  readonly trust: TrustPolicy;
  readonly tags: Readonly<Record<string, string>>;
  readonly attached: readonly string[];
  readonly inline: Readonly<Record<string, string>>;
  readonly permissionsBoundary?: string;
}

/** What an ARN of a role says. */
export function readRoleArn(arn: string): { account: string; path: string; name: string } {
  const parts = /^arn:[a-z-]+:iam::(\d{12}):role(\/(?:.*\/)?)([^/]+)$/.exec(arn);
  if (parts === null) throw new Error(`not the ARN of a role: ${arn}`);
  return { account: parts[1] ?? '', path: parts[2] ?? '', name: parts[3] ?? '' };
}
