import { configuredAccounts } from '../shared/cloud/aws/accounts.ts';
import { awsOperateTools } from '../shared/cloud/aws/operate-tools.ts';
import { awsSecret } from '../shared/cloud/aws/secrets.ts';
import { gcpOperateTools } from '../shared/cloud/gcp/operate-tools.ts';
import { googleSecret } from '../shared/cloud/gcp/secrets.ts';
import { memoryStore } from '../shared/record/memory-store.ts';
import { openRecord } from '../shared/record/record.ts';
import { readAwsConfig, readGcpConfig } from '../shared/runtime/config.ts';
import { jsonLogger, type Logger } from '../shared/runtime/logger.ts';
import { rulesFile } from '../shared/runtime/rules-file.ts';
import { parseOrder } from '../shared/stories/operate/operate-order.ts';
import { readOnce } from '../shared/stories/operate/read-once.ts';
import { type OperateTools, operate } from '../shared/stories/operate.ts';
import type { Environment } from './command.ts';
import { awsDefaults, gcpDefaults } from './environment.ts';
import { ownAccount } from './own-account.ts';
import type { Ask, OwnCloud } from './way.ts';

export interface Direct {
  /** With an empty record of its own, as if nothing had been decided or placed yet. */
  readonly withoutRecord: boolean;
  /** The role to assume in other AWS accounts, where it is not the installation's. */
  readonly accountRole?: string | undefined;
}

/** What the function does, in this process and with the credentials of whoever runs it. */
export async function direct(
  cloud: OwnCloud,
  rules: string,
  env: Environment,
  { withoutRecord, accountRole }: Direct,
): Promise<Ask> {
  const { installation } = rulesFile(rules)();
  const told = { ...env, ACCESS_RULES: rules, ...(accountRole && { MEMBER_ROLE: accountRole }) };
  const logger = quiet(env);
  const opened =
    cloud === 'aws'
      ? await onAws(installation, told, logger)
      : onGcp(
          installation,
          withoutRecord && env.ASTRO_API_TOKEN ? { ...NO_PROJECT, ...set(told) } : told,
          logger,
        );
  const empty = { record: openRecord(memoryStore(), installation) };
  const tools = { ...opened, ...(withoutRecord && empty) };
  // The pages of one long look share what was read.
  const looking = { ...tools, ...readOnce(tools) };
  return async (payload) => {
    const order = parseOrder(payload);
    return operate(order, order.action === 'preview-all' ? looking : tools);
  };
}

/** Without a record nothing is read there, unless it is Astro's token. */
const NO_PROJECT: Environment = { GOOGLE_CLOUD_PROJECT: 'unread' };

async function onAws(
  installation: string,
  env: Environment,
  logger: Logger,
): Promise<OperateTools> {
  const told = { ...set(env), ...(await ownAccount(set(env))) };
  const config = readAwsConfig({ ...awsDefaults(installation, told), ...told });
  const { ASTRO_API_TOKEN: own } = env;
  const token = own ? async () => own : awsSecret(config.ASTRO_TOKEN_SECRET);
  return awsOperateTools(config, token, configuredAccounts(config), logger);
}

function onGcp(installation: string, env: Environment, logger: Logger): OperateTools {
  const config = readGcpConfig({ ...gcpDefaults(installation), ...set(env) });
  const { ASTRO_API_TOKEN: own } = env;
  const token = own ? async () => own : googleSecret(config, config.ASTRO_TOKEN_SECRET);
  return gcpOperateTools(config, token, logger);
}

/** An empty variable is none. */
function set(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}

/** Standard output is the command's; the log is for whoever looks for a mistake. */
function quiet({ DEBUG }: Environment): Logger {
  return jsonLogger((line) => {
    if (DEBUG) process.stderr.write(`${line}\n`);
  });
}
