import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoStore } from '../../record/dynamo-store.ts';
import { type AccessRecord, openRecord } from '../../record/record.ts';
import { IN_TIME } from './in-time.ts';

export function awsRecord(table: string, installation: string): AccessRecord {
  return openRecord(dynamoStore(new DynamoDBClient(IN_TIME), table), installation);
}
