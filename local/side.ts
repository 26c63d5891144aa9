import type { LogLine } from './child.ts';

/** One cloud's functions of an installation, and what invokes them. */
export interface Side {
  /** Where `receive-event` takes what is signed. */
  readonly receiveUrl: string;
  /** Where `answer-slack` takes what Slack signed. */
  readonly answerUrl: string;
  /** Where `operate` is asked: on AWS by Lambda's `Invoke`, on Google Cloud by HTTP. */
  readonly operateUrl: string;
  /** As the scheduler does each minute. */
  sweep(): Promise<void>;
  /** To `decide-access`, as an event that has to do with this Deployment. */
  announce(deploymentId: string): Promise<void>;
  /** Resolves when no message is left that would be delivered now. */
  idle(): Promise<void>;
  /** The functions' process ends in the middle of whatever it does, and another one starts. */
  crash(): Promise<void>;
  /** Time passes for the functions: what they wait for is due. */
  pass(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

export interface SideOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly onLog: (line: LogLine) => void;
}

/** Seconds that a function may run, and a message stays unseen after it failed. */
export const TIMEOUT = 60;
