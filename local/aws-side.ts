import type { SQSEvent } from 'aws-lambda';
import { EVENT_SOURCE, EVENT_TYPE } from '../shared/cloud/aws/queues.ts';
import type { AwsEmulator } from './aws/emulator.ts';
import { type Poller, pollQueue } from './aws/event-source.ts';
import type { LogLine } from './child.ts';
import { BUS, QUEUES } from './environment.ts';
import { type LambdaProcess, startLambdas } from './lambda-process.ts';

/** What serverless.yml declares, made in the emulator. */
export function createAwsResources({ sqs, events }: AwsEmulator): void {
  for (const name of Object.values(QUEUES)) {
    const dead = name.endsWith('.fifo') ? name.replace('.fifo', '-dead.fifo') : `${name}-dead`;
    const fifo = name.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
    const deadQueue = sqs.create(dead, fifo);
    sqs.create(name, {
      ...fifo,
      VisibilityTimeout: '60',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadQueue.arn, maxReceiveCount: 5 }),
    });
  }
  events.rule({
    bus: BUS,
    pattern: { source: [EVENT_SOURCE], 'detail-type': [EVENT_TYPE] },
    queueUrl: QUEUES.deployments,
  });
}

export interface Side {
  /** As the scheduler does each minute. */
  sweep(): Promise<void>;
  /** The functions' process ends in the middle of whatever it does, and another one starts. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

/** The functions on AWS and what invokes them. */
export async function startAwsSide(
  { sqs }: AwsEmulator,
  env: Readonly<Record<string, string>>,
  onLog: (line: LogLine) => void,
): Promise<Side> {
  let lambdas: LambdaProcess = await startLambdas(env, onLog);
  const poll = (queue: string, name: string, concurrency: number): Poller =>
    pollQueue({
      sqs,
      queueArn: sqs.get(queue).arn,
      functionName: name,
      concurrency,
      functionTimeout: 60_000,
      handler: (event: SQSEvent) => lambdas.invoke(name, event),
      failed: (error) =>
        onLog({ severity: 'ERROR', event: 'invocation.failed', reason: String(error) }),
    });
  const pollers = [
    poll(QUEUES.deployments, 'decide-access', 5),
    poll(QUEUES.targets, 'grant-access', 10),
    poll(QUEUES.messages, 'notify', 5),
  ];
  return {
    sweep: async () => {
      await lambdas.invoke('sweep', {});
    },
    crash: async () => {
      lambdas.kill();
      lambdas = await startLambdas(env, onLog);
    },
    close: async () => {
      await lambdas.close();
      await Promise.all(pollers.map((poller) => poller.stop()));
    },
  };
}
