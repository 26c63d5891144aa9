import { GetAccountSummaryCommand, IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { type Clock, HOUR, systemClock } from '../../runtime/clock.ts';
import type { AwsConfig } from '../../runtime/config.ts';
import { TransientError } from '../errors.ts';
import { calling, iamCode, translated } from './iam-errors.ts';
import { IN_TIME } from './in-time.ts';
import { keptSessions } from './sessions.ts';
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

export interface AccountPlace {
  readonly partition: string;
  readonly account: string;
}

export type IamAccounts = (place: AccountPlace, about: string) => Promise<IamAccount>;

export function configuredAccounts(config: AwsConfig): IamAccounts {
  return iamAccounts({
    sts: new STSClient(IN_TIME),
    ownAccount: config.AWS_ACCOUNT_ID,
    memberRole: config.MEMBER_ROLE,
    clock: systemClock,
  });
}

/**
 * IAM in each account, by our own credentials or by the role assumed there. A session bears the
 * id of what it is about, so that the account's CloudTrail tells for whom a policy was changed.
 */
export function iamAccounts(options: AccountOptions): IamAccounts {
  const sessions = keptSessions(options.clock);
  const quotas = new Map<string, { quota: Promise<number>; at: number }>();
  return async (place, about) => {
    const { account } = place;
    const session = account === options.ownAccount ? account : `${account}/${about}`;
    const iam = sessions(session, (over) => clientFor(place, about, options, over));
    const now = options.clock.now().getTime();
    const askQuota = (): Promise<number> => {
      const quota = readQuota(iam, account);
      quotas.set(account, { quota, at: now });
      quota.catch(() => quotas.delete(account));
      return quota;
    };
    const kept = quotas.get(account);
    const fresh = kept !== undefined && now - kept.at < QUOTA_KEPT;
    return { iam, trustPolicyQuota: await (fresh ? kept.quota : askQuota()), askQuota };
  };
}

/**
 * The SDK counts `LimitExceeded`, which is IAM's word for a full policy, among what throttles,
 * and would try it three times: what is worth trying again is decided by the one loop.
 */
const ONCE = { maxAttempts: 1 };

function clientFor(
  { account, partition }: AccountPlace,
  about: string,
  options: AccountOptions,
  over: () => void,
): IAMClient {
  const client = { ...IN_TIME, ...options.client, ...ONCE };
  if (account === options.ownAccount) return new IAMClient(client);
  const RoleArn = `arn:${partition}:iam::${account}:role/${options.memberRole}`;
  const credentials = async () => {
    const { Credentials } = await calling({ action: 'sts:AssumeRole', resource: RoleArn }, () =>
      options.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: sessionName(about) })),
    );
    return {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      ...(Credentials?.SessionToken && { sessionToken: Credentials.SessionToken }),
      ...(Credentials?.Expiration && { expiration: Credentials.Expiration }),
    };
  };
  return tellingOfItsEnd(new IAMClient({ ...client, credentials }), over);
}

/** Where the role in the other account was made again, its sessions are worth nothing; others are. */
function tellingOfItsEnd(iam: IAMClient, over: () => void): IAMClient {
  iam.middlewareStack.add(
    (next) => async (call) => {
      try {
        return await next(call);
      } catch (error) {
        if (!['ExpiredToken', 'InvalidClientTokenId'].includes(iamCode(error))) throw error;
        over();
        throw new TransientError('the session in the other account has ended', { cause: error });
      }
    },
    { step: 'initialize' },
  );
  return iam;
}

/** STS takes 2 to 64 characters of a small alphabet. */
function sessionName(about: string): string {
  return `deployment-authorizer@${about}`.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
}

async function readQuota(iam: IAMClient, account: string): Promise<number> {
  try {
    const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));
    // The SDK's type knows fewer keys than IAM answers.
    const summary: { readonly AssumeRolePolicySizeQuota?: number } = SummaryMap ?? {};
    return summary.AssumeRolePolicySizeQuota ?? DEFAULT_QUOTA;
  } catch (error) {
    // Of this call alone: whoever may not even enter the account is told so instead.
    if (iamCode(error) === 'AccessDenied') return DEFAULT_QUOTA;
    throw translated(error, { action: 'iam:GetAccountSummary', resource: account });
  }
}
