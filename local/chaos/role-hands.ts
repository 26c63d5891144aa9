import { SMALL } from './fullness.ts';
import { meddleWithOwnRole } from './own-role-hands.ts';
import { statementsOf } from './pieces.ts';
import { pick } from './random.ts';
import { ROLE_EDITS } from './role-edits.ts';
import { SHARED } from './rules.ts';
import type { World } from './world.ts';

/** Somebody else writes a trust policy that we write to as well. */
export function meddleWithRole(
  world: World,
  [which = 0, what = 0, point = 0, deep = 0]: readonly number[],
) {
  if (deep < 0.1) return recreate(world, point);
  if (deep < 0.3) return meddleWithOwnRole(world, what, point);
  const arn = pick(SHARED, which) ?? SHARED[0];
  const [name = '', edit] = pick(Object.entries(ROLE_EDITS), what) ?? [];
  const trust = world.aws.iam.readTrustPolicy(arn);
  const statements = edit?.(statementsOf(trust), point, world) ?? [];
  if (statements.length === 0) return 'IAM keeps no policy without statements';
  const edited = { ...trust, Statement: statements };
  // The quota is everybody's.
  if (world.focus.full && JSON.stringify(edited).length > SMALL) return `${arn} has no room for it`;
  world.aws.iam.writeTrustPolicy(arn, edited);
  return `somebody ${name} on ${arn}`;
}

/** The same ARN, another role: what names the old one shows its bare id. */
function recreate({ truth, aws }: World, point: number): string {
  const identities = truth.deployments().map((raw) => String(raw.effectiveWorkloadIdentity ?? ''));
  const arn = pick(
    identities.filter((one) => one.startsWith('arn:')),
    point,
  );
  if (arn === undefined) return 'nobody to make again';
  aws.iam.removePrincipal(arn);
  aws.iam.addPrincipal(arn);
  return `${arn} is made again`;
}
