import { isSidOf } from '../../shared/policy/sid.ts';
import type { Statement } from '../../shared/policy/trust-policy.ts';
import { foreign, joined, shortened } from './foreign-statements.ts';
import { pick } from './random.ts';
import type { World } from './world.ts';

/** What somebody makes of a trust policy. */
type Edit = (statements: readonly Statement[], point: number, world: World) => readonly Statement[];

function isOurs({ installations }: World, { Sid }: Statement): boolean {
  return installations.some(({ name }) => isSidOf(name, Sid));
}

export const ROLE_EDITS: Readonly<Record<string, Edit>> = {
  'adds a statement': (all, point) => [...all, foreign(all, point)],
  'puts a statement first': (all, point) => [foreign(all, point), ...all],
  'takes out a statement': (all, point, world) => {
    const gone = pick(
      all.filter((one) => !isOurs(world, one)),
      point,
    );
    return all.filter((one) => one !== gone);
  },
  'turns the statements round': (all) => all.toReversed(),
  'takes out one of ours': (all, point, world) => {
    const ours = pick(
      all.filter((one) => isOurs(world, one) && one.Effect === 'Allow'),
      point,
    );
    return all.flatMap((one) => (one === ours ? shortened(one, point) : [one]));
  },
  'takes out our statement': (all, point, world) => {
    const ours = pick(
      all.filter((one) => isOurs(world, one)),
      point,
    );
    return all.filter((one) => one !== ours);
  },
  'names a deleted role': (all, _, world) => [
    ...all,
    { ...foreign(all, 0), Principal: { AWS: world.aws.iam.orphanId() } },
  ],
  'puts a deleted role into ours': (all, point, world) => {
    const ours = pick(
      all.filter((one) => isOurs(world, one) && one.Effect === 'Allow'),
      point,
    );
    const orphan = world.aws.iam.orphanId();
    return all.map((one) => (one === ours ? joined(one, orphan) : one));
  },
  'lets one in by hand': (all, point, world) => {
    const raw = pick(world.truth.deployments(), point);
    const identity = String(raw?.effectiveWorkloadIdentity ?? '');
    if (!identity.startsWith('arn:')) return all;
    // As we would have written it, more often than not: that can be adopted.
    return [...all, { ...foreign(all, point < 0.6 ? 0 : point), Principal: { AWS: identity } }];
  },
  'tampers with ours': (all, point, world) => {
    const ours = pick(
      all.filter((one) => isOurs(world, one) && one.Effect === 'Allow'),
      point,
    );
    const Condition = { StringEquals: { 'aws:PrincipalType': 'User' } };
    return all.map((one) => (one === ours ? { ...one, Condition } : one));
  },
};
