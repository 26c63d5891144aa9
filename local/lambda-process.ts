import { randomUUID } from 'node:crypto';
import { type Child, type LogLine, startChild } from './child.ts';

/** What the process with the handlers is sent for one invocation. */
export interface Invoked {
  readonly id: string;
  readonly name: string;
  readonly event: unknown;
  readonly awsRequestId: string;
}

interface Answered {
  readonly id?: string;
  readonly answer?: unknown;
  readonly error?: string;
}

export interface LambdaProcess extends Child {
  invoke(name: string, event: unknown): Promise<unknown>;
}

/** The functions on AWS in a process of their own; what it was doing when it ended has failed. */
export async function startLambdas(
  env: Readonly<Record<string, string>>,
  onLog: (line: LogLine) => void,
): Promise<LambdaProcess> {
  const child = await startChild('./host-aws.ts', env, onLog);
  const waiting = new Map<string, (answered: Answered) => void>();
  child.onMessage((message) => {
    const answered = message as Answered;
    waiting.get(answered.id ?? '')?.(answered);
  });
  child.onExit(() => {
    for (const answer of waiting.values()) answer({ error: 'the process has ended' });
  });
  return {
    ...child,
    invoke: (name, event) =>
      new Promise((resolve, reject) => {
        const id = randomUUID();
        waiting.set(id, ({ answer, error }) => {
          waiting.delete(id);
          if (error === undefined) resolve(answer);
          else reject(new Error(`${name}: ${error}`));
        });
        child.send({ id, name, event, awsRequestId: id } satisfies Invoked);
      }),
  };
}
