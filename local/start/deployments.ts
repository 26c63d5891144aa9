import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { awsQueues } from '../../shared/cloud/aws/queues.ts';
import { BUS, OWN_PROJECT, QUEUES, REGION, TOPICS } from '../environment.ts';
import type { House } from '../house.ts';
import {
  LOADER,
  OWN_POLICY,
  PROJECT,
  PROJECT_POLICY,
  SAMPLES,
  type Sample,
  SHARED_ROLE,
  SHARED_ROLE_TRUST,
  WORKSPACE,
} from '../samples.ts';
import { policyOf } from './policies.ts';

export interface Started {
  readonly id: string;
  readonly sample: Sample;
  readonly namespace: string;
  /** The policy of its target before it was created. */
  readonly before: unknown;
}

interface Narrator {
  step(who: string, what: string): void;
  name(deploymentId: string, name: string): void;
}

/** What the customer's clouds hold before. */
export function seedClouds({ aws, gcp }: House): void {
  aws.iam.addPolicy(OWN_POLICY);
  aws.iam.createRole({ arn: SHARED_ROLE, trust: SHARED_ROLE_TRUST });
  gcp.projects.create(PROJECT);
  gcp.projects.setPolicy(PROJECT, PROJECT_POLICY);
  gcp.serviceAccounts.create(LOADER);
}

export async function createSamples(house: House, narrate: Narrator): Promise<readonly Started[]> {
  const started: Started[] = [];
  for (const sample of SAMPLES) started.push(await createDeployment(house, sample, narrate));
  return started;
}

/** Creates one in Astro, makes its identity known to its cloud, and sends the event of it. */
export async function createDeployment(
  house: House,
  sample: Sample,
  narrate: Narrator,
): Promise<Started> {
  const { name, cloud, region } = sample;
  const { id, namespace, identity } = createInAstro(house, { name, cloud, region });
  narrate.name(id, name);
  const before = policyOf(house, sample.target, namespace);
  narrate.step(name, `created in Astro on ${cloud}, workload identity ${identity}`);
  await emit(house, id);
  return { id, sample, namespace, before };
}

function createInAstro(house: House, wanted: Pick<Sample, 'name' | 'cloud' | 'region'>) {
  const created = house.astro.create({ ...wanted, workspaceId: WORKSPACE, workspaceName: 'Data' });
  const identity = created.effectiveWorkloadIdentity ?? '';
  if (wanted.cloud === 'aws') house.aws.iam.addPrincipal(identity);
  else house.gcp.serviceAccounts.create(identity, { foreign: true });
  return { id: created.id, namespace: created.namespace, identity };
}

/** As a CI job does after it created a Deployment: to both installations, which know whose it is. */
export async function emit({ aws, gcp }: House, deploymentId: string): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = { endpoint: aws.url, region: REGION, credentials };
  const queues = awsQueues({
    events: new EventBridgeClient(client),
    sqs: new SQSClient(client),
    bus: BUS,
    targetsQueueUrl: aws.sqs.get(QUEUES.targets).url,
    messagesQueueUrl: aws.sqs.get(QUEUES.messages).url,
  });
  await queues.decide([deploymentId]);
  const data = Buffer.from(JSON.stringify({ deploymentId })).toString('base64');
  gcp.pubsub.publish(`projects/${OWN_PROJECT}/topics/${TOPICS.deployments}`, [{ data }]);
}
