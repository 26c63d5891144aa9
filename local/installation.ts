import { firestore_v1 } from 'googleapis/build/src/apis/firestore/v1.js';
import { dynamoStore } from '../shared/record/dynamo-store.ts';
import { firestoreStore } from '../shared/record/firestore-store.ts';
import { type AccessRecord, openRecord } from '../shared/record/record.ts';
import type { AccessRules } from '../shared/rules/access-rules.ts';
import { rulesFile } from '../shared/runtime/rules-file.ts';
import { createAwsResources, startAwsSide } from './aws-side.ts';
import type { LogLine } from './child.ts';
import { localDynamoDb } from './dynamodb.ts';
import type { Emulators } from './emulators.ts';
import { awsEnvironment, COLLECTION, gcpEnvironment, OWN_PROJECT } from './environment.ts';
import { createGcpResources, startGcpSide } from './gcp-side.ts';
import { type Names, namesOf } from './names.ts';
import { ORGANIZATION } from './samples.ts';
import type { Side } from './side.ts';

type Cloud = 'aws' | 'gcp';

export interface InstallationOptions {
  /** The path of its access rules, which name the installation. */
  readonly accessRules: string;
  readonly onLog?: (side: Cloud, line: LogLine) => void;
}

/** deployment-authorizer, installed on both clouds as its access rules say. */
export interface Installation {
  readonly names: Names;
  readonly rules: () => AccessRules;
  readonly sides: Readonly<Record<Cloud, Side>>;
  readonly record: Readonly<Record<Cloud, AccessRecord>>;
  close(): Promise<void>;
}

/** Throws `RulesInvalidError` before anything of it is made. */
export async function install(
  emulators: Emulators,
  { accessRules, onLog = () => {} }: InstallationOptions,
): Promise<Installation> {
  const { aws, gcp, dynamoDb, addresses } = emulators;
  const rules = rulesFile(accessRules);
  const names = namesOf(rules().installation);
  const told = { at: addresses, names, organizationId: ORGANIZATION, accessRules };
  await dynamoDb.createTable(names.table);
  createAwsResources(aws, names);
  createGcpResources(gcp, names);
  const logTo = (side: Cloud) => (line: LogLine) => onLog(side, line);
  const [awsSide, gcpSide] = await bothOrNone(
    startAwsSide(aws, names, { env: awsEnvironment(told), onLog: logTo('aws') }),
    startGcpSide(gcp, names, { env: gcpEnvironment(told), onLog: logTo('gcp') }),
  );
  return {
    names,
    rules,
    sides: { aws: awsSide, gcp: gcpSide },
    record: recordOf(emulators, names, rules().installation),
    close: async () => {
      await Promise.all([awsSide.close(), gcpSide.close()]);
    },
  };
}

/** Where one cannot start, the other one is not left behind. */
async function bothOrNone(aws: Promise<Side>, gcp: Promise<Side>): Promise<readonly [Side, Side]> {
  try {
    return await Promise.all([aws, gcp]);
  } catch (error) {
    for (const side of [aws, gcp]) await side.then((started) => started.close()).catch(() => {});
    throw error;
  }
}

function recordOf(
  { dynamoDb, gcp }: Emulators,
  { table }: Names,
  installation: string,
): Installation['record'] {
  const firestore = new firestore_v1.Firestore({ rootUrl: `${gcp.url}/` });
  const kept = { project: OWN_PROJECT, database: '(default)', collection: COLLECTION };
  return {
    aws: openRecord(dynamoStore(localDynamoDb(dynamoDb.url), table), installation),
    gcp: openRecord(firestoreStore(firestore, kept), installation),
  };
}
