/** A function threw, or its process ended. */
export class FunctionFailedError extends Error {
  override readonly name = 'FunctionFailedError';
  /** Of the error that it threw. */
  readonly type: string;
  readonly reason: string;

  constructor(functionName: string, type: string, reason: string) {
    super(`${functionName}: ${type}: ${reason}`);
    this.type = type;
    this.reason = reason;
  }
}
