import type { AccessEntry } from '../../shared/policy/dataset-access.ts';
import type { Datasets } from '../gcp/bigquery/datasets.ts';
import type { Policy } from '../gcp/iam/bindings.ts';
import { nameIn } from './gcp-ways.ts';

const ROLES: Readonly<Record<string, string>> = {
  READER: 'roles/bigquery.dataViewer',
  WRITER: 'roles/bigquery.dataEditor',
  OWNER: 'roles/bigquery.dataOwner',
};

/** A dataset's access list, as an allow policy would say the same. */
export function bindingsOf(datasets: Datasets, targetKey: string): Policy {
  const { etag = '', access = [] } = datasets.dataset(datasetName(targetKey));
  const bindings = access.map(({ role = '', condition, ...who }) => ({
    role: ROLES[role] ?? role,
    members: [memberIn(who)],
    ...(condition && { condition }),
  }));
  return { etag, bindings };
}

export function setBindings(datasets: Datasets, targetKey: string, policy: Policy): void {
  const access = (policy.bindings ?? []).flatMap(({ role, members = [], condition }) =>
    members.map((member) => ({ role, ...entryFor(member), ...(condition && { condition }) })),
  );
  datasets.change(datasetName(targetKey), { access });
}

export function datasetName(targetKey: string): string {
  return nameIn(targetKey).replace('/', ':');
}

function memberIn({ userByEmail, iamMember, groupByEmail, specialGroup }: AccessEntry): string {
  if (groupByEmail) return `group:${groupByEmail}`;
  if (specialGroup) return `special:${specialGroup}`;
  if (userByEmail === undefined) return iamMember ?? '';
  const kind = userByEmail.endsWith('gserviceaccount.com') ? 'serviceAccount' : 'user';
  return `${kind}:${userByEmail}`;
}

function entryFor(member: string): AccessEntry {
  const [kind = '', name = ''] = [
    member.slice(0, member.indexOf(':')),
    member.slice(member.indexOf(':') + 1),
  ];
  if (kind === 'group') return { groupByEmail: name };
  if (kind === 'special') return { specialGroup: name };
  return kind === 'deleted' ? { iamMember: member } : { userByEmail: name };
}
