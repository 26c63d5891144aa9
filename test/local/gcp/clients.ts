import { bigquery_v2 } from 'googleapis/build/src/apis/bigquery/v2.js';
import { cloudresourcemanager_v3 } from 'googleapis/build/src/apis/cloudresourcemanager/v3.js';
import { firestore_v1 } from 'googleapis/build/src/apis/firestore/v1.js';
import { iam_v1 } from 'googleapis/build/src/apis/iam/v1.js';
import { pubsub_v1 } from 'googleapis/build/src/apis/pubsub/v1.js';
import { secretmanager_v1 } from 'googleapis/build/src/apis/secretmanager/v1.js';
import { storage_v1 } from 'googleapis/build/src/apis/storage/v1.js';

/** Google's own clients, pointed at the emulator. They would retry a GET or PUT by themselves. */
export function clients(rootUrl: string) {
  const options = { rootUrl, retry: false };
  return {
    projects: new cloudresourcemanager_v3.Cloudresourcemanager(options).projects,
    accounts: new iam_v1.Iam(options).projects.serviceAccounts,
    datasets: new bigquery_v2.Bigquery(options).datasets,
    buckets: new storage_v1.Storage(options).buckets,
    documents: new firestore_v1.Firestore(options).projects.databases.documents,
    pubsub: new pubsub_v1.Pubsub(options).projects,
    versions: new secretmanager_v1.Secretmanager(options).projects.secrets.versions,
  };
}

export interface Told {
  readonly status: number;
  readonly code?: string;
  readonly message: string;
}

interface GoogleError {
  readonly response?: {
    readonly data?: {
      readonly error?: {
        readonly code: number;
        readonly status?: string;
        readonly message: string;
      };
    };
  };
}

/** What Google's client was told, in Google's error body; an answer that is none fails the test. */
export async function refusal(call: Promise<unknown>): Promise<Told> {
  const error = await call.then(
    () => undefined,
    (reason: GoogleError) => reason.response?.data?.error ?? Promise.reject(reason),
  );
  if (error === undefined) throw new Error('The call was not refused.');
  const { code: status, status: code, message } = error;
  return code === undefined ? { status, message } : { status, code, message };
}
