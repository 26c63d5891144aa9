import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { SQSEvent } from 'aws-lambda';
import { EVENT_SOURCE, EVENT_TYPE } from '../shared/cloud/aws/queues.ts';
import type { AwsEmulator } from './aws/emulator.ts';
import { type Poller, pollQueue } from './aws/event-source.ts';
import { serveFunctionUrl } from './aws/lambda/function-url.ts';
import { serveInvoke } from './aws/lambda/invoke-front.ts';
import { REGION } from './environment.ts';
import { startLambdas } from './lambda-process.ts';
import { deadOf, type Names } from './names.ts';
import { type Side, type SideOptions, TIMEOUT } from './side.ts';

/** After so many failures a message is a dead letter. */
const RECEIVES = 5;

/** What serverless.yml declares, made in the emulator. */
export function createAwsResources({ sqs, events }: AwsEmulator, { bus, queues }: Names): void {
  for (const name of Object.values(queues)) {
    const fifo = name.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
    const dead = sqs.create(deadOf(name), fifo);
    sqs.create(name, {
      ...fifo,
      VisibilityTimeout: String(TIMEOUT),
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: RECEIVES }),
    });
  }
  events.rule({
    bus,
    pattern: { source: [EVENT_SOURCE], 'detail-type': [EVENT_TYPE] },
    queueUrl: queues.deployments,
  });
}

/** The functions on AWS and what invokes them, as many at once as serverless.yml allows. */
export async function startAwsSide(
  aws: AwsEmulator,
  names: Names,
  options: SideOptions,
): Promise<Side> {
  const { deployments, targets, messages, handovers } = names.queues;
  const lambdas = await startLambdas(options);
  const urlOf = (name: string) => serveFunctionUrl((event) => lambdas.invoke(name, event));
  const receiveEvent = await urlOf('receive-event');
  const answerSlack = await urlOf('answer-slack');
  const operate = await serveInvoke(
    new Map([[names.operate, (event) => lambdas.invoke('operate', event)]]),
  );
  const closing = new AbortController();
  const poll = (queue: string, functionName: string, concurrency: number): Poller =>
    pollQueue({
      sqs: aws.sqs,
      queueArn: aws.sqs.get(queue).arn,
      functionName,
      concurrency,
      functionTimeout: TIMEOUT * 1_000,
      handler: (event: SQSEvent) => lambdas.invoke(functionName, event),
      failed: (error) => {
        if (closing.signal.aborted) return;
        options.onLog({ severity: 'ERROR', event: 'invocation.failed', reason: String(error) });
      },
    });
  const pollers = [
    poll(deployments, 'decide-access', 2),
    poll(targets, 'grant-access', 5),
    poll(messages, 'notify', 2),
    poll(handovers, 'hand-over', 2),
  ];
  return {
    receiveUrl: receiveEvent.url,
    answerUrl: answerSlack.url,
    operateUrl: operate.url,
    sweep: async () => {
      await lambdas.invoke('sweep', {});
    },
    announce: announcer(aws, names.bus),
    idle: async () => {
      for (const poller of pollers) await poller.idle();
    },
    crash: lambdas.crash,
    pass: lambdas.pass,
    close: async () => {
      closing.abort();
      await receiveEvent.close();
      await answerSlack.close();
      await operate.close();
      await lambdas.close();
      await Promise.all(pollers.map((poller) => poller.stop()));
    },
  };
}

function announcer({ url }: AwsEmulator, bus: string): Side['announce'] {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new EventBridgeClient({ endpoint: url, region: REGION, credentials });
  return async (deploymentId) => {
    const Detail = JSON.stringify({ deploymentId });
    const entry = { EventBusName: bus, Source: EVENT_SOURCE, DetailType: EVENT_TYPE, Detail };
    await client.send(new PutEventsCommand({ Entries: [entry] }));
  };
}
