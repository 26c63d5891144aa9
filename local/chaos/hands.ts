import { isSidOf } from '../../shared/policy/sid.ts';
import type { Statement } from '../../shared/policy/trust-policy.ts';
import type { Policy } from '../gcp/iam/bindings.ts';
import { memberPieces } from './ledger.ts';
import { statementsOf } from './pieces.ts';
import { pick } from './random.ts';
import { SHARED } from './rules.ts';
import { GCP_KEYS, type World } from './world.ts';

/** Somebody else writes to a policy that the product writes to as well. */
export function meddle(world: World, dice: readonly number[]): string {
  const clouds = [...new Set(world.installations.map(({ cloud }) => cloud))];
  const cloud = pick(clouds, dice[0] ?? 0);
  const rest = dice.slice(1);
  return world.truth.byHand(() =>
    cloud === 'aws' ? meddleWithRole(world, rest) : meddleWithPolicy(world, rest),
  );
}

type Edit = (statements: readonly Statement[], point: number, world: World) => readonly Statement[];

function isOurs({ installations }: World, { Sid }: Statement): boolean {
  return installations.some(({ name }) => isSidOf(name, Sid));
}

const ROLE_EDITS: Readonly<Record<string, Edit>> = {
  'adds a statement': (all, point) => [...all, foreign(point)],
  'puts a statement first': (all, point) => [foreign(point), ...all],
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
    { ...foreign(0), Principal: { AWS: world.aws.iam.orphanId() } },
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
    return [...all, { ...foreign(point), Principal: { AWS: identity } }];
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

function meddleWithRole(
  world: World,
  [which = 0, what = 0, point = 0, deep = 0]: readonly number[],
) {
  if (deep < 0.1) return recreate(world, point);
  const arn = pick(SHARED, which) ?? SHARED[0];
  const [name = '', edit] = pick(Object.entries(ROLE_EDITS), what) ?? [];
  const trust = world.aws.iam.readTrustPolicy(arn);
  const statements = edit?.(statementsOf(trust), point, world) ?? [];
  if (statements.length === 0) return 'IAM keeps no policy without statements';
  world.aws.iam.writeTrustPolicy(arn, { ...trust, Statement: statements });
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

let sids = 0;

function foreign(point: number): Statement {
  sids += 1;
  const Sid = `ByHand${sids}`;
  const base = { Sid, Effect: 'Allow', Action: 'sts:AssumeRole' } as const;
  const shapes: readonly Statement[] = [
    { ...base, Principal: { Service: 'glue.amazonaws.com' } },
    { ...base, Principal: { AWS: ['arn:aws:iam::222233334444:role/batch'] } },
    {
      ...base,
      Principal: { AWS: 'arn:aws:iam::222233334444:root' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
    },
    {
      ...base,
      Principal: { AWS: 'arn:aws:iam::222233334444:user/anna' },
      Condition: { StringEquals: { 'sts:ExternalId': 'theirs' } },
    },
  ];
  return pick(shapes, point) ?? { ...base, Principal: { Service: 'glue.amazonaws.com' } };
}

function namesIn(statement: Statement): readonly string[] {
  const { Principal: principal } = statement;
  return principal === undefined || principal === '*' ? [] : [principal.AWS ?? []].flat();
}

function shortened(statement: Statement, point: number): readonly Statement[] {
  const names = namesIn(statement);
  const left = names.filter((one) => one !== pick(names, point));
  return left.length === 0 ? [] : [{ ...statement, Principal: { AWS: left } }];
}

function joined(statement: Statement, name: string): Statement {
  return { ...statement, Principal: { AWS: [...namesIn(statement), name] } };
}

function meddleWithPolicy(
  world: World,
  [which = 0, what = 0, point = 0, other = 0]: readonly number[],
) {
  const key = pick(GCP_KEYS, which) ?? GCP_KEYS[0];
  const policy = world.gcp.policy(key);
  const [name, next] = editPolicy(world, key, policy, what, point, other);
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
    const added = { role, members: [user], condition };
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
      one === binding ? { ...one, members: one.members.filter((its) => its !== member) } : one,
    );
    return [
      `takes out ${member}`,
      { ...policy, bindings: left.filter(({ members }) => members.length > 0) },
    ];
  }
  const raw = pick(world.truth.deployments(), other);
  const identity = String(raw?.effectiveWorkloadIdentity ?? '');
  const visible = identity.includes('@') && world.gcp.isVisible(identity);
  if (!visible || world.claimed(key, identity)) return ['looks', policy];
  const added = { role, members: [`serviceAccount:${identity}`] };
  return [`gives ${identity} ${role}`, { ...policy, bindings: [...bindings, added] }];
}
