import { firestore_v1 } from 'googleapis/build/src/apis/firestore/v1.js';
import { dynamoStore } from '../../shared/record/dynamo-store.ts';
import { firestoreStore } from '../../shared/record/firestore-store.ts';
import { type AccessRecord, openRecord } from '../../shared/record/record.ts';
import { digest } from '../../shared/runtime/json.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { deploymentMessage, type Message } from '../../shared/slack/message.ts';
import { viewOf } from '../../shared/stories/view-of.ts';
import { localDynamoDb } from '../dynamodb.ts';
import { OWN_PROJECT, TABLE } from '../environment.ts';
import type { House } from '../house.ts';
import type { Started } from './deployments.ts';
import { policyOf } from './policies.ts';

export interface ShownDeployment {
  readonly name: string;
  readonly cloud: 'aws' | 'gcp';
  readonly state: string;
  /** Slack shows what the record says. */
  readonly told: boolean;
  readonly accesses: readonly {
    readonly target: string;
    readonly state: string;
    readonly before: unknown;
    readonly after: unknown;
  }[];
  readonly message: Message | null;
}

export interface Outcome {
  readonly deployments: readonly ShownDeployment[];
  /** How often each operation of each cloud was called. */
  readonly cloudCalls: Readonly<Record<string, number>>;
}

export async function describeOutcome(house: House, started: readonly Started[]): Promise<Outcome> {
  const rules = rulesFile('access-rules.yml');
  const records = recordsOf(house, rules().installation);
  const messages = await house.slack.messages();
  const deployments = await Promise.all(
    started.map(async (one) => {
      const { cloud } = one.sample;
      const record = records[cloud];
      const view = await viewOf(one.id, { record, rules });
      const told = (await record.messages.get(one.id))?.item;
      const message = view === undefined ? null : deploymentMessage(view);
      const inSlack = messages.some(({ ts }) => ts === told?.ts);
      const accesses = (view?.accesses ?? []).map(({ target, state }) => ({
        target,
        state,
        before: one.before,
        after: policyOf(house, target, one.namespace),
      }));
      const granted = accesses.length > 0 && accesses.every(({ state }) => state === 'granted');
      return {
        name: one.sample.name,
        cloud,
        state: granted
          ? 'granted'
          : (accesses.find(({ state }) => state !== 'granted')?.state ?? 'pending'),
        told: inSlack && message !== null && told?.shown === digest(message),
        accesses,
        message,
      } as const;
    }),
  );
  return { deployments, cloudCalls: callsOf(house) };
}

function recordsOf(
  { dynamoDb, gcp }: House,
  installation: string,
): Record<'aws' | 'gcp', AccessRecord> {
  const firestore = new firestore_v1.Firestore({ rootUrl: `${gcp.url}/` });
  const database = {
    project: OWN_PROJECT,
    database: '(default)',
    collection: 'deployment-authorizer',
  };
  return {
    aws: openRecord(dynamoStore(localDynamoDb(dynamoDb.url), TABLE), installation),
    gcp: openRecord(firestoreStore(firestore, database), installation),
  };
}

function callsOf({ aws, gcp }: House): Readonly<Record<string, number>> {
  return Object.fromEntries([...aws.faults.calls, ...gcp.faults.calls].sort());
}
