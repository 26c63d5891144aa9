import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { answerOf, OperateFailedError } from './answer.ts';
import type { Ask } from './way.ts';

/** By the Lambda function of that name: IAM says who may, and CloudTrail who did. */
export function byLambda(name: string): Ask {
  const lambda = new LambdaClient({});
  return async (payload) => {
    const Payload = Buffer.from(JSON.stringify(payload));
    const { Payload: body, FunctionError } = await lambda.send(
      new InvokeCommand({ FunctionName: name, Payload }),
    );
    const answer = parsed(body);
    if (FunctionError === undefined) return answerOf(answer, name);
    const { errorMessage = FunctionError } = answer as { readonly errorMessage?: string };
    throw new OperateFailedError(errorMessage);
  };
}

function parsed(body: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(body ?? []).toString('utf8')) ?? {};
  } catch {
    return {};
  }
}
