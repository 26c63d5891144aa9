import { createAwsResources } from '../local/aws-side.ts';
import { type Emulators, startEmulators } from '../local/emulators.ts';
import { ASTRO_TOKEN, awsEnvironment, gcpEnvironment } from '../local/environment.ts';
import { createGcpResources } from '../local/gcp-side.ts';
import { namesOf } from '../local/names.ts';
import { ORGANIZATION, WORKSPACE } from '../local/samples.ts';
import { payloadOf, signedForm } from '../local/slack/press.ts';
import { awsOperateTools, ownAccountOnly } from '../shared/cloud/aws/operate-tools.ts';
import { gcpOperateTools } from '../shared/cloud/gcp/operate-tools.ts';
import { readAwsConfig, readGcpConfig } from '../shared/runtime/config.ts';
import { jsonLogger } from '../shared/runtime/logger.ts';
import { pressed } from '../shared/slack/press.ts';
import { decideAccess } from '../shared/stories/decide-access.ts';
import { viewOf } from '../shared/stories/notify/view-of.ts';
import type { OperateTools } from '../shared/stories/operate.ts';
import { type Cold, coldLambda, coldService, type Taken } from './cold.ts';

export interface Answered {
  readonly cloud: 'AWS' | 'Google Cloud';
  readonly presses: readonly Taken[];
}

type Environment = Readonly<Record<string, string>>;

/** So many presses on each cloud, each of which finds no instance and does what it asks for. */
export async function coldPresses(count: number): Promise<readonly Answered[]> {
  const emulators = await startEmulators(() => new Date());
  try {
    const names = namesOf('local');
    const told = {
      at: emulators.addresses,
      names,
      organizationId: ORGANIZATION,
      accessRules: 'access-rules.yml',
    };
    await emulators.dynamoDb.createTable(names.table);
    createAwsResources(emulators.aws, names);
    createGcpResources(emulators.gcp, names);
    const [aws, gcp] = [awsEnvironment(told), gcpEnvironment(told)];
    return [
      { cloud: 'AWS', presses: await onAws(count, aws, emulators) },
      { cloud: 'Google Cloud', presses: await onGoogleCloud(count, gcp, emulators) },
    ];
  } finally {
    await emulators.close();
  }
}

async function onAws(count: number, env: Environment, emulators: Emulators) {
  Object.assign(process.env, env);
  const config = readAwsConfig(process.env);
  const tools = awsOperateTools(config, token, ownAccountOnly(config), QUIET);
  const cold = await coldLambda('answer-slack');
  return presses(count, cold, { env, tools, emulators, name: 'warehouse-cold' });
}

async function onGoogleCloud(count: number, env: Environment, emulators: Emulators) {
  Object.assign(process.env, env);
  const tools = gcpOperateTools(readGcpConfig(process.env), token, QUIET);
  const cold = await coldService('answer-slack');
  return presses(count, cold, { env, tools, emulators, name: 'analytics-cold' });
}

const token = async () => ASTRO_TOKEN.value;
const QUIET = jsonLogger(() => {});

interface Bench {
  readonly env: Environment;
  readonly tools: OperateTools;
  readonly emulators: Emulators;
  /** Of the Deployment that is pressed on. */
  readonly name: string;
}

/** Held and released in turn: each press finds what the one before has written. */
async function presses(count: number, cold: Cold, { env, tools, emulators, name }: Bench) {
  const { cloud } = tools;
  const { id } = emulators.astro.create({ name, cloud, workspaceId: WORKSPACE });
  await decideAccess(id, tools);
  try {
    const taken: Taken[] = [];
    for (let place = 0; place < count; place += 1) {
      const verb = place % 2 === 0 ? 'hold' : 'release';
      taken.push(await cold.answer(signedForm(await payload(id, verb, tools)), env));
      await mustHaveDone(id, verb, tools);
    }
    return taken;
  } finally {
    await cold.remove();
  }
}

async function payload(deploymentId: string, verb: 'hold' | 'release', tools: OperateTools) {
  const [access] = (await viewOf(deploymentId, tools))?.accesses ?? [];
  if (access === undefined) throw new Error(`${deploymentId} has no access`);
  const { accessId, revision } = access;
  const button = pressed({ verb, deploymentId, accessId, revision });
  const message = { channel: 'C0DATAOPS1', ts: '1768469000.000100' };
  return payloadOf({ button, userId: 'U0ANN', message });
}

async function mustHaveDone(id: string, verb: 'hold' | 'release', { record }: OperateTools) {
  const history = await record.history.of(id);
  const wanted = verb === 'hold' ? 'decision.held' : 'decision.released';
  if (history.at(-1)?.event !== wanted) throw new Error(`the press to ${verb} did nothing`);
}
