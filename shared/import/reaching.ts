import type { Deployment } from '../deployment/deployment.ts';
import type { SlottedIdentity } from '../deployment/workload-identity.ts';
import { targetKey } from '../rules/specification.ts';
import type { Finds, Gift } from './found.ts';
import { externalIdOf, merged, rolesOf } from './gifts.ts';

/** What one Deployment reaches today, as targets would give it. */
export interface Reaching {
  readonly deployment: Deployment;
  readonly gifts: readonly Gift[];
  readonly leftOut: readonly LeftOut[];
  readonly warnings: readonly string[];
}

/** Access that there is today, and that the proposed rules do not give. */
export interface LeftOut {
  readonly deployment: string;
  readonly principal: string;
  readonly where: string;
  readonly what: string;
  readonly why: string;
}

/** By its primary identity: a target gives to both, and what differs for the second is said. */
export function reachingOf(
  deployment: Deployment,
  identities: readonly SlottedIdentity[],
  finds: Finds,
): Reaching {
  const [primary, dr] = ['primary', 'dr'].map((slot) => {
    const identity = identities.find((one) => one.slot === slot)?.identity;
    return { identity, finds: finds.filter(({ principal }) => principal === identity) };
  });
  const gifts = merged(sayable(primary?.finds ?? []));
  const second = dr?.identity === undefined ? [] : merged(sayable(dr.finds));
  const unsaid = [...(primary?.finds ?? []), ...(dr?.finds ?? [])].flatMap((found) =>
    found.why === undefined ? [] : [{ ...leaving(deployment, found), why: found.why }],
  );
  const alone = (dr?.finds ?? []).filter(({ gift }) => gift && !gives(gifts, gift));
  return {
    deployment,
    gifts,
    leftOut: [
      ...unsaid,
      ...alone.map((found) => ({ ...leaving(deployment, found), why: ONLY_SECOND })),
    ],
    warnings: dr?.identity === undefined ? [] : gains(deployment, dr.identity, gifts, second),
  };
}

const ONLY_SECOND = 'only its disaster recovery identity has it, and a target gives to both';

function sayable(finds: Finds): readonly Gift[] {
  return finds.flatMap(({ gift }) => gift ?? []);
}

function leaving({ name }: Deployment, { principal, where, what }: Finds[number]) {
  return { deployment: name, principal, where, what };
}

function gains(
  { name }: Deployment,
  identity: string,
  gifts: readonly Gift[],
  second: readonly Gift[],
): readonly string[] {
  return gifts
    .flatMap((gift) => split(gift))
    .filter((gift) => !gives(second, gift))
    .map(
      (gift) =>
        `The disaster recovery identity of ${name}, ${identity}, is not on ${targetKey(gift)} today: it would gain it${rolesOf(gift).map((role) => ` (${role})`)}.`,
    );
}

/** Whether one of them gives all that this one gives; without an ExternalId is more than with one. */
function gives(gifts: readonly Gift[], wanted: Gift): boolean {
  return gifts.some(
    (gift) =>
      targetKey(gift) === targetKey(wanted) &&
      [undefined, externalIdOf(wanted)].includes(externalIdOf(gift)) &&
      rolesOf(wanted).every((role) => rolesOf(gift).includes(role)),
  );
}

function split(gift: Gift): readonly Gift[] {
  return 'roles' in gift ? gift.roles.map((role) => ({ ...gift, roles: [role] })) : [gift];
}
