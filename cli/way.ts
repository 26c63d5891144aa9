import type { AccessRules } from '../shared/rules/access-rules.ts';
import { ConfigError } from '../shared/runtime/errors.ts';
import { rulesFile } from '../shared/runtime/rules-file.ts';
import type { OperateAnswer } from '../shared/stories/operate/operate-answer.ts';
import { type Call, type Options, UsageError } from './command.ts';

/** Sends one order to `operate`, and answers what it says. */
export type Ask = (payload: object) => Promise<OperateAnswer>;

export type OwnCloud = 'aws' | 'gcp';

export const RULES: Options = {
  rules: {
    type: 'string',
    value: 'FILE',
    says: 'The access rules; else ACCESS_RULES, else access-rules.yml',
  },
};

/** Of every command that speaks to an installation, however it is told of the rules. */
export const INSTALLATION: Options = {
  cloud: {
    type: 'string',
    value: 'aws|gcp',
    says: 'Which installation, where the rules are for both',
  },
  direct: { type: 'boolean', says: 'With your own credentials, here, instead of by the function' },
  function: {
    type: 'string',
    value: 'NAME',
    says: 'The Lambda function, where it is called otherwise',
  },
  url: {
    type: 'string',
    value: 'URL',
    says: 'The address of operate on Google Cloud; else OPERATE_URL',
  },
};

export const WAY: Options = { ...INSTALLATION, ...RULES };

/** The same order to the same code: in the deployed function, or in this process with --direct. */
export async function wayFor(call: Call, cloud = cloudOf(call)): Promise<Ask> {
  const withoutRecord = call.flags.has('without-record');
  if (call.flags.has('direct') || withoutRecord) {
    const { direct } = await import('./direct.ts');
    const accountRole = call.texts['account-role'];
    return direct(cloud, rulesPath(call), call.env, { withoutRecord, accountRole });
  }
  if (cloud === 'gcp') {
    const url = call.texts.url ?? (call.env.OPERATE_URL || undefined);
    if (url === undefined) throw new ConfigError(NO_URL);
    const { byHttp } = await import('./by-http.ts');
    return byHttp(url, call.env.OPERATE_TOKEN);
  }
  const name = call.texts.function ?? `deployment-authorizer-${rulesOf(call).installation}-operate`;
  const { byLambda } = await import('./by-lambda.ts');
  return byLambda(name);
}

const NO_URL =
  'where is operate on Google Cloud? Set OPERATE_URL to the output operate_url of infra/gcp, or use --direct';

export function rulesPath({ texts, env }: Call): string {
  return texts.rules ?? (env.ACCESS_RULES || 'access-rules.yml');
}

export function rulesOf(call: Call): AccessRules {
  return rulesFile(rulesPath(call))();
}

/** Said, or the only one that the rules have targets on. */
export function cloudOf(call: Call): OwnCloud {
  const [cloud, other] = cloudsOf(call);
  if (cloud !== undefined && other === undefined) return cloud;
  throw new UsageError(
    'the access rules have targets on both clouds: say --cloud aws or --cloud gcp',
  );
}

/** All clouds that may be meant. */
export function cloudsOf(call: Call): readonly OwnCloud[] {
  const said = call.texts.cloud ?? (call.env.DEPLOYMENT_AUTHORIZER_CLOUD || undefined);
  if (said === 'aws' || said === 'gcp') return [said];
  if (said !== undefined) throw new UsageError(`--cloud is aws or gcp, not ${said}`);
  if (call.texts.url !== undefined) return ['gcp'];
  if (call.texts.function !== undefined) return ['aws'];
  const { targets, reporter } = rulesOf(call);
  const clouds = [...new Set(Object.values(targets).map(({ cloud }) => cloud))];
  return clouds.length === 0 ? [reporter] : clouds.toSorted();
}
