import { accountOf, projectOf } from '../rules/kinds.ts';
import { digest } from '../runtime/json.ts';
import type { Gift } from './found.ts';
import { giftKey } from './gifts.ts';
import { cut, distinctNames, slug } from './slug.ts';

export interface ProposedTarget {
  readonly name: string;
  readonly gift: Gift;
  readonly connection: { readonly id: string; readonly project?: string };
}

/** A target for each thing that somebody has, named after what it gives and in that order. */
export function proposedTargets(
  gifts: readonly Gift[],
  projectOfBucket: ReadonlyMap<string, string>,
): readonly ProposedTarget[] {
  const distinct = [...new Map(gifts.map((gift) => [giftKey(gift), gift])).values()];
  const names = distinctNames(distinct, [
    (gift) => named(gift),
    (gift) => named(gift, placeOf(gift)),
    (gift) => named(gift, digest(giftKey(gift)).slice(0, 6)),
  ]);
  return [...names]
    .map(([gift, name]) => ({ name, gift, connection: connection(name, gift, projectOfBucket) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** IAM's limit is longer than ours. */
const LONGEST = 63;

function named(gift: Gift, ending = ''): string {
  const text = slug([baseOf(gift), rolesIn(gift)].filter(Boolean).join('-'));
  const begun = /^[a-z]/.test(text) ? text : `target-${text}`;
  const end = ending === '' ? '' : `-${slug(ending)}`;
  return `${cut(begun, LONGEST - end.length)}${end}`;
}

function baseOf(gift: Gift): string {
  switch (gift.kind) {
    case 'awsSharedRole':
      return gift.role.split('/').at(-1) ?? '';
    case 'gcpProject':
      return gift.project;
    case 'gcpBucket':
      return gift.bucket;
    case 'gcpDataset':
      return gift.dataset;
    case 'gcpImpersonate':
      return gift.serviceAccount.split('@')[0] ?? '';
  }
}

/** `roles/bigquery.dataViewer` is `dataviewer`: the place says the rest. */
function rolesIn(gift: Gift): string {
  if (!('roles' in gift)) return '';
  return gift.roles.map((role) => role.split(/[./]/).at(-1)).join('-');
}

/** What tells two of the same name apart in a person's words. */
function placeOf(gift: Gift): string {
  switch (gift.kind) {
    case 'awsSharedRole':
      return accountOf(gift.role);
    case 'gcpImpersonate':
      return projectOf(gift.serviceAccount);
    case 'gcpDataset':
      return gift.project;
    default:
      return gift.kind.slice('gcp'.length);
  }
}

function connection(
  name: string,
  gift: Gift,
  projectOfBucket: ReadonlyMap<string, string>,
): ProposedTarget['connection'] {
  const cloud = gift.kind === 'awsSharedRole' ? 'aws' : 'gcp';
  const id = `${cloud}_${name.replaceAll('-', '_')}`;
  const project = gift.kind === 'gcpBucket' ? projectOfBucket.get(gift.bucket) : undefined;
  return { id, ...(project !== undefined && { project }) };
}
