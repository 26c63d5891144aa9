import { configuredAstro } from '../../deployment/configured-astro.ts';
import type { Token } from '../../deployment/token.ts';
import { partitionOf } from '../../rules/partition.ts';
import { systemClock } from '../../runtime/clock.ts';
import type { AwsConfig } from '../../runtime/config.ts';
import type { Logger } from '../../runtime/logger.ts';
import { rulesFile } from '../../runtime/rules-file.ts';
import type { OperateTools } from '../../stories/operate.ts';
import { PolicyRefusedError } from '../errors.ts';
import { configuredAccounts, type IamAccounts } from './accounts.ts';
import { openAwsTarget } from './open-target.ts';
import { configuredQueues } from './queues.ts';
import { awsRecord } from './record.ts';

/** All that `operate` needs on AWS, in the function as on an operator's own machine. */
export function awsOperateTools(
  config: AwsConfig,
  token: Token,
  accounts: IamAccounts,
  logger: Logger,
): OperateTools {
  const rules = rulesFile(config.ACCESS_RULES);
  const { installation } = rules();
  return {
    record: awsRecord(config.RECORD_TABLE, installation),
    queues: configuredQueues(config),
    astro: configuredAstro(config, token, logger),
    rules,
    rulesCommit: config.RULES_COMMIT,
    cloud: 'aws',
    open: openAwsTarget(accounts, installation, partitionOf(config.AWS_REGION)),
    clock: systemClock,
    logger,
  };
}

/**
 * IAM of our own account alone: the role that is assumed in others can write there, and only
 * `grant-access` may become it.
 */
export function ownAccountOnly(config: AwsConfig): IamAccounts {
  const accounts = configuredAccounts(config);
  return async (place, about) => {
    if (place.account === config.AWS_ACCOUNT_ID) return accounts(place, about);
    const code = 'other-account';
    throw new PolicyRefusedError(
      code,
      `The policy is in account ${place.account}, and only grant-access may look there.`,
      `Ask with the command line and --direct, with credentials that may read IAM in ${place.account}.`,
    );
  };
}
