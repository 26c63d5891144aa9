import { entryMembers } from '../policy/access-entries.ts';
import type { AllowPolicy } from '../policy/allow-policy.ts';
import { unconditionalMembers } from '../policy/bindings.ts';
import { placeOf, whatOf } from '../policy/pieces.ts';
import type { SeenDataset, SeenPolicy } from './estate.ts';
import type { Finds, Found, Gift } from './found.ts';
import { unsayable } from './unsayable.ts';

const IMPERSONATE = 'roles/iam.serviceAccountTokenCreator';

/** The service accounts that an allow policy names, those that are gone included. */
export function foundInPolicy(seen: SeenPolicy): Finds {
  const where = `${WORDS[seen.kind]} ${seen.name}`;
  const open = unconditionalMembers(seen.policy).map((entire) => {
    const role = placeOf(entire);
    return given({ member: whatOf(entire), where, role, gift: giftOf(seen, role) });
  });
  return [...open, ...conditional(seen.policy, where)].flatMap((found) => found ?? []);
}

const WORDS = {
  gcpProject: 'project',
  gcpBucket: 'bucket',
  gcpImpersonate: 'service account',
} as const;

export function foundInDataset({ project, dataset, access }: SeenDataset): Finds {
  const where = `dataset ${project}:${dataset}`;
  const open = entryMembers(access).map((entire) => {
    const role = placeOf(entire);
    const gift = { kind: 'gcpDataset', project, dataset, roles: [role] } as const;
    return given({ member: whatOf(entire), where, role, gift });
  });
  const closed = access.access.map(({ role = '', userByEmail, condition }) =>
    condition && userByEmail
      ? { principal: userByEmail, where, what: role, why: underCondition(condition.title) }
      : undefined,
  );
  return [...open, ...closed].flatMap((found) => found ?? []);
}

interface Given {
  readonly member: string;
  readonly where: string;
  readonly role: string;
  readonly gift: Gift | undefined;
}

function given({ member, where, role, gift }: Given): Found | undefined {
  const principal = principalOf(member);
  if (principal === undefined) return undefined;
  const found = { principal, where, what: role };
  if (gift === undefined)
    return { ...found, why: 'a target gives the right to impersonate it, and nothing else' };
  const why = unsayable(gift);
  return why === undefined ? { ...found, gift } : { ...found, why };
}

function giftOf({ kind, name }: SeenPolicy, role: string): Gift | undefined {
  if (kind === 'gcpProject') return { kind, project: name, roles: [role] };
  if (kind === 'gcpBucket') return { kind, bucket: name, roles: [role] };
  return role === IMPERSONATE ? { kind, serviceAccount: name } : undefined;
}

function conditional(
  { bindings = [] }: AllowPolicy,
  where: string,
): readonly (Found | undefined)[] {
  return bindings.flatMap(({ role, members = [], condition }) =>
    condition === undefined
      ? []
      : (members.map((member) => {
          const principal = principalOf(member);
          return (
            principal && { principal, where, what: role, why: underCondition(condition.title) }
          );
        }) as readonly (Found | undefined)[]),
  );
}

function underCondition(title: string | undefined): string {
  return `it is under a condition${title ? `, "${title}"` : ''}, and a target gives without one`;
}

/** Of a service account its address; of one that is gone the whole member; nobody else. */
function principalOf(member: string): string | undefined {
  if (member.startsWith('deleted:serviceAccount:')) return member;
  const [, address] = /^serviceAccount:([^[\]]+)$/.exec(member) ?? [];
  return address;
}
