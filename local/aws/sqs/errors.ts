import { AwsError } from '../aws-error.ts';

export function invalidParameter(message: string): AwsError {
  return new AwsError(400, 'InvalidParameterValue', message, 'InvalidParameterValue');
}

export function invalidParameterOf(name: string, value: unknown, reason: string): AwsError {
  return invalidParameter(`Value ${value} for parameter ${name} is invalid. Reason: ${reason}`);
}

export function missingParameter(name: string): AwsError {
  const message = `The request must contain the parameter ${name}.`;
  return new AwsError(400, 'MissingRequiredParameterException', message, 'MissingParameter');
}

export function noSuchQueue(): AwsError {
  const message = 'The specified queue does not exist.';
  return new AwsError(400, 'QueueDoesNotExist', message, 'AWS.SimpleQueueService.NonExistentQueue');
}

/** The code of SQS's older protocol differs: the SDK shows one or the other as the name. */
export function batchError(code: string, message: string): AwsError {
  return new AwsError(400, code, message, `AWS.SimpleQueueService.${code}`);
}
