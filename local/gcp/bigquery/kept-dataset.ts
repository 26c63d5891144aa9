import { createHash } from 'node:crypto';
import type { AccessEntry } from '../../../shared/policy/dataset-access.ts';
import type { Accounts } from '../iam/accounts.ts';
import { admit, showHolder } from '../iam/members.ts';
import { Refusal } from '../refusal.ts';
import { checkedEntries, checkVersion, readEntries } from './access-checks.ts';
import { type HeldEntry, LEGACY, showEntry } from './entries.ts';

/** A dataset on the wire, as far as anybody here looks at it. */
export interface Dataset {
  readonly etag?: string;
  readonly access?: readonly AccessEntry[];
  readonly [field: string]: unknown;
}

export interface Patch {
  readonly body: Dataset;
  readonly ifMatch: string | undefined;
  /** `accessPolicyVersion`. */
  readonly version: number;
  /** `updateMode`. */
  readonly mode: string;
}

/** One dataset, with what BigQuery does to those who read and write it. */
export class KeptDataset {
  readonly #name: string;
  readonly #accounts: Accounts;
  #metadata: Readonly<Record<string, unknown>> = {};
  #entries: readonly HeldEntry[] = [];
  #revision = 1;
  /** Where set, says which members the organization permits. */
  permitted: ((member: string) => boolean) | undefined;

  constructor(name: string, accounts: Accounts) {
    this.#name = name;
    this.#accounts = accounts;
    accounts.watch((uid) => {
      if (this.#entries.some(({ account }) => account?.uid === uid)) this.#revision += 1;
    });
  }

  get #etag(): string {
    const hash = createHash('sha256').update(`${this.#name}#${this.#revision}`).digest();
    return hash.subarray(0, 16).toString('base64');
  }

  /** The etag counts as metadata: a caller who asks for the access list alone is not told it. */
  read(version = 0, view = 'FULL'): Dataset {
    checkVersion(version);
    const [projectId, datasetId] = this.#name.split(/:(?=[^:]*$)/);
    const shown = { kind: 'bigquery#dataset', id: this.#name };
    const access = this.#entries.map((held) => showEntry(held, this.#accounts, version));
    return {
      ...shown,
      datasetReference: { projectId, datasetId },
      ...(view !== 'ACL' && { etag: this.#etag, ...this.#metadata }),
      ...(view !== 'METADATA' && { access }),
    };
  }

  /** As a caller patches it: what the body has takes the place of what is there. */
  patch({ body, ifMatch, version, mode }: Patch): Dataset {
    checkVersion(version);
    if (ifMatch !== undefined && ifMatch !== this.#etag) {
      throw new Refusal(412, 'FAILED_PRECONDITION', 'Precondition check failed.');
    }
    const { access, etag: _, datasetReference: __, ...metadata } = body;
    const entries = mode === 'UPDATE_METADATA' ? undefined : access;
    if (entries !== undefined) {
      const scene = { name: this.#name, accounts: this.#accounts, current: this.#entries };
      const { permitted } = this;
      this.#entries = checkedEntries(entries, version, { ...scene, permitted });
    }
    if (mode !== 'UPDATE_ACL') this.#metadata = { ...this.#metadata, ...metadata };
    this.#revision += 1;
    return this.read(3);
  }

  /** As somebody else writes it, whom nothing holds back. */
  replace(body: Dataset): void {
    const { access, ...metadata } = body;
    this.#metadata = { ...this.#metadata, ...metadata };
    if (access !== undefined) {
      const emails = access.flatMap(({ userByEmail = '' }) => `serviceAccount:${userByEmail}`);
      admit(
        emails.filter((member) => member.endsWith('gserviceaccount.com')),
        this.#accounts,
      );
      this.#entries = readEntries(access, this.#accounts);
    }
    this.#revision += 1;
  }

  /** Whether the member that lives now under this name has the role without a condition. */
  holds(member: string, role: string): boolean {
    return this.#entries.some(({ entry, account }) => {
      const holder = account && showHolder(account, this.#accounts);
      const who = holder ?? entry.iamMember ?? `user:${entry.userByEmail}`;
      return who === member && entry.role === (LEGACY[role] ?? role) && !entry.condition;
    });
  }
}
