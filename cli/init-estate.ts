import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { iamAccounts } from '../shared/cloud/aws/accounts.ts';
import { awsEstate } from '../shared/cloud/aws/estate.ts';
import { googleEstate } from '../shared/cloud/gcp/estate.ts';
import { type Estate, together } from '../shared/import/estate.ts';
import { systemClock } from '../shared/runtime/clock.ts';
import { readGoogleEndpoints } from '../shared/runtime/config.ts';
import { ConfigError } from '../shared/runtime/errors.ts';
import { type Call, UsageError } from './command.ts';
import type { OwnCloud } from './way.ts';

/** What stands in the IAM of these clouds; throws where one of them cannot be asked at all. */
export async function readEstate(
  call: Call,
  clouds: readonly OwnCloud[],
  installation: string,
): Promise<Estate> {
  const estates: Estate[] = [];
  for (const cloud of clouds) {
    try {
      estates.push(await (cloud === 'aws' ? onAws(call, installation) : onGoogle(call)));
    } catch (cause) {
      if (cause instanceof UsageError) throw cause;
      const why = cause instanceof Error ? cause.message : String(cause);
      const other = clouds.find((one) => one !== cloud);
      const way = other === undefined ? '' : `, or look at ${other} alone with --cloud ${other}`;
      throw new ConfigError(
        `IAM on ${cloud} cannot be read: ${why}. Give credentials that may read it${way}`,
        { cause },
      );
    }
  }
  return together(estates);
}

async function onAws({ lists, texts, terminal }: Call, installation: string): Promise<Estate> {
  const others = lists.account ?? [];
  const wrong = others.find((account) => !/^\d{12}$/.test(account));
  if (wrong !== undefined) throw new UsageError(`--account is 12 digits, not ${wrong}`);
  const sts = new STSClient({});
  const { Account: own = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
  const memberRole = texts['account-role'] ?? `deployment-authorizer-${installation}-member`;
  const open = iamAccounts({ sts, ownAccount: own, memberRole, clock: systemClock });
  const accounts = [...new Set([own, ...others])];
  return awsEstate(accounts, Arn.split(':')[1] ?? 'aws', open, terminal.err);
}

function onGoogle({ lists, env, terminal }: Call): Promise<Estate> {
  return googleEstate(readGoogleEndpoints(env), lists.project ?? [], terminal.err);
}
