import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';

/** How a client of the emulator is made: one attempt, so that every refusal is seen. */
function pointedAt(url: string, accessKeyId = 'AKIALOCAL', maxAttempts = 1) {
  return {
    endpoint: url,
    region: 'eu-west-1',
    maxAttempts,
    credentials: { accessKeyId, secretAccessKey: 'local' },
  };
}

export function clients(url: string, accessKeyId?: string) {
  return {
    iam: new IAMClient(pointedAt(url, accessKeyId)),
    sts: new STSClient(pointedAt(url, accessKeyId)),
    sqs: new SQSClient(pointedAt(url, accessKeyId)),
    events: new EventBridgeClient(pointedAt(url, accessKeyId)),
  };
}

/** An IAM client that retries as the SDK does of itself. */
export function patientIam(url: string): IAMClient {
  return new IAMClient(pointedAt(url, undefined, 3));
}
