import type { Policy } from '../gcp/iam/bindings.ts';
import { MEMBERS, membersOf } from './fullness.ts';
import { memberPieces } from './members.ts';
import { pick } from './random.ts';
import { GCP_KEYS, type World } from './world.ts';

/** Somebody else writes an allow policy, or a dataset's access list. */
export function meddleWithPolicy(
  world: World,
  [which = 0, what = 0, point = 0, other = 0]: readonly number[],
) {
  const key = pick(GCP_KEYS, which) ?? GCP_KEYS[0];
  const policy = world.gcp.policy(key);
  const [name, next] = editPolicy(world, key, policy, what, point, other);
  // As Google would refuse: a policy that is too large cannot be, and no write of ours mends it.
  if (membersOf(next) > MEMBERS) return `somebody finds no room on ${key}`;
  world.gcp.setPolicy(key, next);
  const [before, after] = [memberPieces(key, policy), memberPieces(key, world.gcp.policy(key))];
  for (const one of before) if (!after.has(one)) world.members.forget(one);
  return `somebody ${name} on ${key}`;
}

function editPolicy(
  world: World,
  key: string,
  policy: Policy,
  what: number,
  point: number,
  other: number,
): readonly [string, Policy] {
  const { bindings = [] } = policy;
  const user = `user:${pick(['anna', 'ben', 'cleo'], other)}@acme.example`;
  const roles = [...new Set(bindings.map(({ role }) => role))];
  const role = pick(roles, point) ?? 'roles/storage.admin';
  const plain = bindings.filter(({ condition }) => condition === undefined);
  if (what < 0.2)
    return ['adds a member', { ...policy, bindings: [...bindings, { role, members: [user] }] }];
  if (what < 0.4) {
    const condition = { title: 'for a while', expression: `request.time < timestamp("${other}")` };
    // Also of somebody whom we let in without one.
    const bound = point < 0.5 ? user : (memberOf(world, other) ?? user);
    const added = { role, members: [bound], condition };
    return ['binds under a condition', { ...policy, bindings: [...bindings, added] }];
  }
  if (what < 0.5)
    return ['turns the bindings round', { ...policy, bindings: bindings.toReversed() }];
  if (what < 0.6) {
    const auditConfigs = [{ service: 'allServices', auditLogConfigs: [{ logType: 'DATA_READ' }] }];
    return ['asks for audit logs', { ...policy, auditConfigs }];
  }
  if (what < 0.8) {
    const binding = pick(plain, point);
    const member = pick(binding?.members ?? [], other);
    const left = bindings.map((one) =>
      one === binding
        ? { ...one, members: (one.members ?? []).filter((its) => its !== member) }
        : one,
    );
    return [
      `takes out ${member}`,
      { ...policy, bindings: left.filter(({ members = [] }) => members.length > 0) },
    ];
  }
  const member = memberOf(world, other);
  const identity = member?.slice('serviceAccount:'.length) ?? '';
  if (member === undefined || world.claimed(key, identity)) return ['looks', policy];
  const added = { role, members: [member] };
  return [`gives ${identity} ${role}`, { ...policy, bindings: [...bindings, added] }];
}

/** A Deployment's identity, as a policy can name it by now. */
function memberOf({ truth, gcp }: World, point: number): string | undefined {
  const raw = pick(truth.deployments(), point);
  const identity = String(raw?.effectiveWorkloadIdentity ?? '');
  const visible = identity.includes('@') && gcp.isVisible(identity);
  return visible ? `serviceAccount:${identity}` : undefined;
}
