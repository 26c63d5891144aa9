import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { awsQueues } from '../../shared/cloud/aws/queues.ts';
import type { RawDeployment } from '../astro/raw-deployment.ts';
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

export function createSamples(house: House, narrate: Narrator): readonly Started[] {
  house.astro.created.add(onCreated(house, narrate));
  return SAMPLES.map((sample) => createDeployment(house, sample));
}

/** Creates one in Astro; what follows from that is `onCreated`'s. */
function createDeployment(house: House, { name, cloud, region, target }: Sample): Started {
  const raw = house.astro.create({ name, cloud, region, workspaceId: WORKSPACE });
  const namespace = String(raw.namespace);
  const sample = { name, cloud, region, target };
  return { id: raw.id, sample, namespace, before: policyOf(house, target, namespace) };
}

/**
 * What a new Deployment means to the world around: its cloud comes to know its identity, and a CI
 * job sends the event of it.
 */
export function onCreated(house: House, narrate: Narrator): (raw: RawDeployment) => void {
  return (raw) => {
    const identity = String(raw.effectiveWorkloadIdentity ?? '');
    const cloud = String(raw.cloudProvider);
    narrate.name(raw.id, raw.name);
    narrate.step(raw.name, `created in Astro on ${cloud}, workload identity ${identity || 'none'}`);
    if (cloud === 'AWS') house.aws.iam.addPrincipal(identity);
    if (cloud === 'GCP') house.gcp.serviceAccounts.create(identity, { foreign: true });
    emit(house, raw.id).catch((error: unknown) => narrate.step(raw.name, String(error)));
  };
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
