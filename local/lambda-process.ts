import { randomUUID } from 'node:crypto';
import { FunctionFailedError } from './aws/lambda/function-failed.ts';
import type { Program } from './child.ts';
import { type Host, startHost } from './host.ts';

/** What the process with the handlers is sent for one invocation. */
export interface Invoked {
  readonly id: string;
  readonly name: string;
  readonly event: unknown;
  readonly context: { readonly awsRequestId: string; readonly functionName: string };
}

interface Answered {
  readonly id?: string;
  readonly answer?: unknown;
  readonly error?: { readonly type: string; readonly reason: string };
}

/** In Lambda's words. */
const ENDED = { type: 'Runtime.ExitError', reason: 'the process has ended' };

export interface Lambdas extends Host {
  /** Fails when the function does, or when its process ends before it answers. */
  invoke(name: string, event: unknown): Promise<unknown>;
}

/** The functions on AWS, in a process of their own. */
export async function startLambdas(program: Omit<Program, 'path'>): Promise<Lambdas> {
  const waiting = new Map<string, (answered: Answered) => void>();
  const host = await startHost({ ...program, path: './host-aws.ts' }, (child) => {
    child.onMessage((message) => {
      const answered = message as Answered;
      waiting.get(answered.id ?? '')?.(answered);
    });
    void child.ended.then(() => {
      for (const answer of waiting.values()) answer({ error: ENDED });
    });
  });
  return {
    ...host,
    invoke: async (name, event) => {
      const id = randomUUID();
      const child = await host.current();
      const answered = new Promise<Answered>((resolve) => waiting.set(id, resolve));
      const context = { awsRequestId: id, functionName: name };
      child.send({ id, name, event, context } satisfies Invoked);
      const { answer, error } = await answered.finally(() => waiting.delete(id));
      if (error) throw new FunctionFailedError(name, error.type, error.reason);
      return answer;
    },
  };
}
