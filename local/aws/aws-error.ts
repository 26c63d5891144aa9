/** An error as AWS words it; `wire` gives it the form of the protocol that was asked in. */
export class AwsError extends Error {
  readonly status: number;
  readonly code: string;
  /** SQS keeps the code of its older protocol beside the new one. */
  readonly queryCode: string | undefined;

  constructor(status: number, code: string, message: string, queryCode?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.queryCode = queryCode;
  }
}

/** A value that IAM, STS and EventBridge refuse by its form alone. */
export function invalidValue(code: string, field: string, constraint: string): AwsError {
  const name = field.charAt(0).toLowerCase() + field.slice(1);
  const message = `1 validation error detected: Value at '${name}' failed to satisfy constraint: ${constraint}`;
  return new AwsError(400, code, message);
}
