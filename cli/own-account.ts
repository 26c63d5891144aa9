import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Environment } from './command.ts';

/** The region and the account that your credentials tell, where the environment does not. */
export async function ownAccount(env: Environment): Promise<Environment> {
  const sts = new STSClient({});
  // Without one the configuration complains, of all that is missing at once.
  const profiles = await sts.config.region().catch(() => undefined);
  const AWS_REGION = env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? profiles;
  if (AWS_REGION === undefined) return {};
  if (env.AWS_ACCOUNT_ID) return { AWS_REGION };
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  return { AWS_REGION, AWS_ACCOUNT_ID: Account };
}
