import type { BindingCondition } from './allow-policy.ts';

/** Who may do what with a dataset; each has exactly one of the fields that say who, besides role. */
export interface AccessEntry {
  /** BigQuery takes both spellings of three roles, and answers the old one: READER, WRITER, OWNER. */
  readonly role?: string;
  /** A person or a service account. */
  readonly userByEmail?: string;
  /** A member as allow policies write it, where none of the other fields fits: a deleted one, say. */
  readonly iamMember?: string;
  readonly groupByEmail?: string;
  readonly domain?: string;
  readonly specialGroup?: string;
  readonly view?: unknown;
  readonly routine?: unknown;
  readonly dataset?: unknown;
  readonly condition?: BindingCondition;
}

/** The access list of a BigQuery dataset as read with `accessPolicyVersion: 3`. */
export interface DatasetAccess {
  /** Of the whole dataset: it changes with the description, too. */
  readonly etag: string;
  readonly access: readonly AccessEntry[];
}
