import { jest } from '@jest/globals';
import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import type { Signed } from '../../../local/slack/press.ts';
import { awsRecord } from '../../../shared/cloud/aws/record.ts';
import { describeAnswerSlack } from '../answer-slack-suite.ts';
import { fixture } from '../fixtures.ts';
import { openHandlers } from './open.ts';

jest.setTimeout(20_000);

describeAnswerSlack(async () => {
  const house = await openHandlers();
  const { id } = house.create('warehouse-pressed');
  await house.batch('decide-access', JSON.parse(fixture('deployment.eventbridge-sqs', id)));
  let sent = 0;
  return {
    record: awsRecord(process.env.RECORD_TABLE ?? '', 'local'),
    slack: house.slack,
    deploymentId: id,
    take: house.take,
    close: house.close,
    send: async (request) => {
      // A form comes in base64, unless Lambda takes its bytes for text: by turns.
      const result = await house.invoke('answer-slack', eventOf(request, sent++ % 2 === 0));
      const { statusCode: status = 0, body = '' } = result as Exclude<
        LambdaFunctionURLResult,
        string
      >;
      return { status, body };
    },
  };
});

function eventOf({ headers, body }: Signed, base64: boolean): LambdaFunctionURLEvent {
  return {
    ...JSON.parse(fixture('function-url')),
    headers,
    body: base64 ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: base64,
  };
}
