import { GetAccountSummaryCommand, IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { type Clock, HOUR, systemClock } from '../../runtime/clock.ts';
import type { AwsConfig } from '../../runtime/config.ts';
import { calling, iamCode } from './iam-errors.ts';
import type { IamAccount } from './shared-role.ts';

/** IAM's default for `AssumeRolePolicySizeQuota`, where we may not read the account's own. */
const DEFAULT_QUOTA = 2_048;
const QUOTA_KEPT = HOUR;

export interface AccountOptions {
  readonly sts: STSClient;
  readonly ownAccount: string;
  /** The one role that is assumed in other accounts. */
  readonly memberRole: string;
  readonly clock: Clock;
  /** Of every client made here. */
  readonly client?: IAMClientConfig;
}

export function configuredAccounts(config: AwsConfig): (arn: string) => Promise<IamAccount> {
  return iamAccounts({
    sts: new STSClient({}),
    ownAccount: config.AWS_ACCOUNT_ID,
    memberRole: config.MEMBER_ROLE,
    clock: systemClock,
  });
}

/** IAM in each account, by its own credentials or by the role assumed there; both are kept. */
export function iamAccounts(options: AccountOptions): (arn: string) => Promise<IamAccount> {
  const clients = new Map<string, IAMClient>();
  const quotas = new Map<string, { quota: Promise<number>; at: number }>();
  return async (arn) => {
    const [, partition = 'aws', , , account = options.ownAccount] = arn.split(':');
    const iam = clients.get(account) ?? clientFor(account, partition, options);
    clients.set(account, iam);
    const now = options.clock.now().getTime();
    const kept = quotas.get(account);
    const fresh = kept !== undefined && now - kept.at < QUOTA_KEPT;
    const quota = fresh ? kept.quota : readQuota(iam, account);
    if (!fresh) quotas.set(account, { quota, at: now });
    quota.catch(() => quotas.delete(account));
    return { iam, trustPolicyQuota: await quota };
  };
}

/**
 * The SDK counts `LimitExceeded`, which is IAM's word for a full policy, among what throttles,
 * and would try it three times: what is worth trying again is decided by the one loop.
 */
const ONCE = { maxAttempts: 1 };

function clientFor(account: string, partition: string, options: AccountOptions): IAMClient {
  const client = { ...options.client, ...ONCE };
  if (account === options.ownAccount) return new IAMClient(client);
  const RoleArn = `arn:${partition}:iam::${account}:role/${options.memberRole}`;
  const credentials = async () => {
    const { Credentials } = await calling({ action: 'sts:AssumeRole', resource: RoleArn }, () =>
      options.sts.send(
        new AssumeRoleCommand({ RoleArn, RoleSessionName: 'deployment-authorizer' }),
      ),
    );
    return {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      ...(Credentials?.SessionToken && { sessionToken: Credentials.SessionToken }),
      ...(Credentials?.Expiration && { expiration: Credentials.Expiration }),
    };
  };
  return new IAMClient({ ...client, credentials });
}

async function readQuota(iam: IAMClient, account: string): Promise<number> {
  try {
    return await calling({ action: 'iam:GetAccountSummary', resource: account }, async () => {
      const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));
      // The SDK's type knows fewer keys than IAM answers.
      const summary: { readonly AssumeRolePolicySizeQuota?: number } = SummaryMap ?? {};
      return summary.AssumeRolePolicySizeQuota ?? DEFAULT_QUOTA;
    });
  } catch (error) {
    if (iamCode(error instanceof Error ? error.cause : undefined) === 'AccessDenied') {
      return DEFAULT_QUOTA;
    }
    throw error;
  }
}
