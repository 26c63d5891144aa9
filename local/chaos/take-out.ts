import { ACCOUNT } from './aws-cloud.ts';
import { shortened } from './foreign-statements.ts';
import { memberPieces } from './members.ts';
import { type Piece, partsOf, principalsOf, statementsOf } from './pieces.ts';
import type { World } from './world.ts';

/** Somebody takes out what is in a policy, whoever put it there. */
export function takeOut(world: World, one: Piece): void {
  const { key } = partsOf(one);
  world.truth.byHand(() =>
    key.startsWith('gcp-') ? takeMember(world, one) : takeFromRole(world, one),
  );
}

function takeMember({ gcp, members }: World, one: Piece): void {
  const { key, place, what } = partsOf(one);
  const { bindings = [], ...policy } = gcp.policy(key);
  const left = bindings.map((binding) =>
    binding.role === place && binding.condition === undefined
      ? {
          ...binding,
          members: (binding.members ?? []).filter((its) => its !== `serviceAccount:${what}`),
        }
      : binding,
  );
  gcp.setPolicy(key, {
    ...policy,
    bindings: left.filter(({ members: those = [] }) => those.length > 0),
  });
  if (!memberPieces(key, gcp.policy(key)).has(one)) members.forget(one);
}

function takeFromRole({ aws }: World, one: Piece): void {
  const { key, place, what } = partsOf(one);
  const own = key.startsWith('aws-own-role/');
  const name = key.split('/').at(-1) ?? '';
  const role = aws.role(name);
  if (role === undefined) return;
  if (place === 'attached') {
    aws.iam.changeRole(role.arn, { attached: role.attached.filter((arn) => arn !== what) });
    return;
  }
  const trust = aws.iam.readTrustPolicy(role.arn);
  const statements = statementsOf(trust).flatMap((statement) =>
    principalsOf(statement).includes(what) && statement.Effect === 'Allow'
      ? shortened(statement, what)
      : [statement],
  );
  // IAM keeps no policy without statements.
  if (statements.length > 0)
    aws.iam.writeTrustPolicy(role.arn, { ...trust, Statement: statements });
  else if (own) aws.iam.writeTrustPolicy(role.arn, { ...trust, Statement: [CLOSED] });
}

const CLOSED = {
  Sid: 'ClosedByHand',
  Effect: 'Deny',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: 'sts:AssumeRole',
} as const;
