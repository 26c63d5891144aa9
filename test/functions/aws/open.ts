import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { createAwsResources } from '../../../local/aws-side.ts';
import { localDynamoDb } from '../../../local/dynamodb.ts';
import { startEmulators } from '../../../local/emulators.ts';
import { awsEnvironment } from '../../../local/environment.ts';
import { loadFunctions } from '../../../local/load-functions.ts';
import { namesOf } from '../../../local/names.ts';
import {
  ORGANIZATION,
  OWN_POLICY,
  SHARED_ROLE,
  SHARED_ROLE_TRUST,
  WORKSPACE,
} from '../../../local/samples.ts';
import { dynamoStore } from '../../../shared/record/dynamo-store.ts';
import { openRecord } from '../../../shared/record/record.ts';

interface Loaded {
  readonly handler: (event: unknown, context: Context) => Promise<unknown>;
}

const NAMES = ['answer-slack', 'decide-access', 'grant-access', 'notify', 'operate', 'sweep'];

/** The handlers as Lambda would load them, with everything that they talk to. */
export async function openHandlers() {
  const emulators = await startEmulators(() => new Date());
  const { aws, astro, dynamoDb, addresses } = emulators;
  const names = namesOf('local');
  await dynamoDb.createTable(names.table);
  createAwsResources(aws, names);
  aws.iam.addPolicy(OWN_POLICY);
  aws.iam.createRole({ arn: SHARED_ROLE, trust: SHARED_ROLE_TRUST });
  const record = openRecord(dynamoStore(localDynamoDb(dynamoDb.url), names.table), 'local');
  const accessRules = 'access-rules.yml';
  const told = { at: addresses, names, organizationId: ORGANIZATION, accessRules };
  Object.assign(process.env, awsEnvironment(told));
  const functions = await loadFunctions<Loaded>(
    NAMES,
    (name) => import(`../../../functions/aws/${name}.ts`),
  );
  const invoke = async (name: string, event: unknown) =>
    functions.get(name)?.handler(event, { awsRequestId: `request-${name}` } as Context);
  return {
    ...emulators,
    invoke,
    /** What was sent to this queue, taken out of it. */
    take: (queue: keyof typeof names.queues) => {
      const { messages } = aws.sqs.get(names.queues[queue]);
      aws.sqs.get(names.queues[queue]).messages = [];
      return messages.map(({ body }) => JSON.parse(body));
    },
    deadLetters: (queue: keyof typeof names.queues) =>
      aws.sqs.get(names.queues[queue].replace(/(\.fifo)?$/, '-dead$1')).messages,
    batch: async (name: string, event: SQSEvent) => (await invoke(name, event)) as SQSBatchResponse,
    /** The keys of the targets that a Deployment should reach. */
    targetsOf: async (id: string) => {
      const { decided } = (await record.deployments.get([id])).get(id) ?? {};
      return (decided?.wants ?? []).map(({ targetKey }) => targetKey);
    },
    create: (name: string) => {
      const raw = astro.create({ name, cloud: 'aws', workspaceId: WORKSPACE });
      const identity = String(raw.effectiveWorkloadIdentity);
      aws.iam.addPrincipal(identity);
      return { id: raw.id, identity };
    },
  };
}

export type Handlers = Awaited<ReturnType<typeof openHandlers>>;

/** One batch of several events' records, each with a message id of its own: m0, m1, and so on. */
export function together(...events: readonly SQSEvent[]): SQSEvent {
  const records = events.flatMap(({ Records }) => Records);
  return { Records: records.map((record, place) => ({ ...record, messageId: `m${place}` })) };
}

/** The record of an event that carries this text instead. */
export function saying(body: string, event: SQSEvent): SQSEvent {
  const [record] = event.Records;
  return { Records: [{ ...(record as SQSRecord), body }] };
}
