import { firestore_v1 } from 'googleapis/build/src/apis/firestore/v1.js';
import { firestoreStore } from '../../record/firestore-store.ts';
import { type AccessRecord, openRecord } from '../../record/record.ts';
import type { GcpConfig } from '../../runtime/config.ts';
import { googleOptions } from './google.ts';

export function googleRecord(config: GcpConfig, installation: string): AccessRecord {
  const firestore = new firestore_v1.Firestore(googleOptions('FIRESTORE', config.endpoints));
  const store = firestoreStore(firestore, {
    project: config.GOOGLE_CLOUD_PROJECT,
    database: config.RECORD_DATABASE,
    collection: config.RECORD_COLLECTION,
  });
  return openRecord(store, installation);
}
