import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';

/** A handler as Node 24's runtime takes it: without a callback. */
export type LambdaHandler<Event> = (event: Event, context: Context) => unknown;

export interface Invocation {
  readonly functionName: string;
  /** Of anything in the function's account and region. */
  readonly arn: string;
  /** In milliseconds. */
  readonly timeout: number;
}

/** Invokes the handler as Lambda does: event and answer go through JSON, and time runs out. */
export async function invoke<Event>(
  handler: LambdaHandler<Event>,
  event: Event,
  invocation: Invocation,
): Promise<unknown> {
  if (handler.length > 2) {
    throw new Error('Runtime.CallbackHandlerDeprecated: Node 24 takes no handler with a callback');
  }
  const copy: Event = JSON.parse(JSON.stringify(event));
  const answer = await inTime(invocation, async () => handler(copy, context(invocation)));
  return answer === undefined ? null : JSON.parse(JSON.stringify(answer));
}

async function inTime(
  { functionName, timeout }: Invocation,
  run: () => Promise<unknown>,
): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const message = `${functionName}: Task timed out after ${(timeout / 1_000).toFixed(2)} seconds`;
    timer = setTimeout(() => reject(new Error(message)), timeout);
  });
  try {
    return await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function context({ functionName, arn, timeout }: Invocation): Context {
  const end = Date.now() + timeout;
  const [, partition, , region, account] = arn.split(':');
  const function_ = `arn:${partition}:lambda:${region}:${account}:function:${functionName}`;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: function_,
    memoryLimitInMB: '256',
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: `local/[$LATEST]${randomUUID().replaceAll('-', '')}`,
    getRemainingTimeInMillis: () => Math.max(0, end - Date.now()),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}
