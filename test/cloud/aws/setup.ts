import type { IAMClientConfig } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsEmulator } from '../../../local/aws/emulator.ts';
import { iamAccounts } from '../../../shared/cloud/aws/accounts.ts';
import { openAwsTarget } from '../../../shared/cloud/aws/open-target.ts';
import type { Target } from '../../../shared/cloud/target.ts';
import type { Claim, Placement } from '../../../shared/policy/claim.ts';
import type { TrustPolicy } from '../../../shared/policy/trust-policy.ts';

export const OWN_ACCOUNT = '999988887777';
export const OTHER_ACCOUNT = '222233334444';
export const ANNA = 'arn:aws:iam::111122223333:role/astro-anna';
export const BEN = 'arn:aws:iam::111122223333:role/astro-ben';

/** The real clients and adapters, pointed at the emulator. */
export function accountsOf(aws: AwsEmulator, url = aws.url, more: IAMClientConfig = {}) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = { endpoint: url, region: 'eu-west-1', credentials, ...more };
  const sts = new STSClient({ endpoint: url, region: 'eu-west-1', credentials, maxAttempts: 1 });
  const roles = { ownAccount: OWN_ACCOUNT, memberRole: 'member' };
  return iamAccounts({ sts, ...roles, clock: aws.clock, client });
}

/** Opens targets of the installation `test`, for one Deployment, with sessions and quotas kept. */
export function opener(aws: AwsEmulator, partition = 'aws', url = aws.url) {
  const open = openAwsTarget(accountsOf(aws, url), 'test', partition);
  return (key: string): Target<unknown> => open(key, 'clmk');
}

/** The role in another account that lets us in. */
export function letUsIn(aws: AwsEmulator, partition = 'aws'): void {
  const trust: TrustPolicy = {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: `arn:${partition}:iam::${OWN_ACCOUNT}:root` },
      Action: 'sts:AssumeRole',
    },
  };
  aws.iam.createRole({ arn: `arn:${partition}:iam::${OTHER_ACCOUNT}:role/member`, trust });
}

export function claim(rest: Partial<Claim>): Claim {
  return { accessId: 'a', placed: [], since: '2026-11-01T00:00:00.000Z', ...rest };
}

/** What the plan would write; fails where it would write nothing. */
export function planned(target: Target<unknown>, current: unknown, wanted: Claim): unknown {
  const { change } = target.plan(current, [wanted], new Set());
  if (change.kind === 'none') throw new Error('nothing was planned');
  return change.policy;
}

/** Reads, plans and writes, with what somebody else does in between. */
export async function apply(target: Target<unknown>, wanted: Claim, meanwhile = () => {}) {
  const current = await target.read();
  const policy = planned(target, current, wanted);
  meanwhile();
  await target.write(current, policy);
}

/** How an access stands when all was written and read back. */
export async function settled(target: Target<unknown>, wanted: Placement): Promise<unknown> {
  const done = claim({ wanted, placed: [wanted] });
  const plan = target.plan(await target.read(), [done], new Set());
  return { change: plan.change.kind, standing: plan.standings.get('a')?.kind };
}
