import type { Target } from '../../../shared/cloud/target.ts';
import type { Deployment } from '../../../shared/deployment/deployment.ts';
import type { Claim } from '../../../shared/policy/claim.ts';
import type { OwnRole } from '../../../shared/policy/own-role.ts';
import type { Plan, PlanContext } from '../../../shared/policy/plan.ts';
import { planOwnRole } from '../../../shared/policy/plan-own-role.ts';
import { planTrustPolicy } from '../../../shared/policy/plan-trust-policy.ts';
import type { Statement, TrustPolicy } from '../../../shared/policy/trust-policy.ts';
import { trustStatement } from '../../../shared/policy/trust-statements.ts';
import type { Verdict } from '../../../shared/record/items.ts';
import { placementDigest } from '../../../shared/record/placement.ts';
import { decideAccess } from '../../../shared/stories/decide-access.ts';
import { grantAccess } from '../../../shared/stories/grant-access.ts';
import type { Head } from '../../../shared/stories/operate/preview-situations.ts';
import { DEPLOYMENT, openMemoryBench } from '../memory-bench.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from '../rules.ts';

export const TRUST = `aws-shared-role/${SHARED_ROLE}`;
export const BY_HAND: Statement = {
  Sid: 'ByHand',
  Effect: 'Allow',
  Principal: { Service: 'batch.amazonaws.com' },
  Action: 'sts:AssumeRole',
};

/** Astronomer has two accounts here, and the Deployment an identity in each. */
export const IN_TWO_ACCOUNTS = rulesReaching(REDSHIFT).replace('3333"', '3333", "444455556666"');
export const TWO_IDENTITIES = {
  drWorkloadIdentity: 'arn:aws:iam::444455556666:role/astro-fiery-nebula-1234',
};

/** The trust policy of the shared role, where we let these in. */
export function trusting(...identities: readonly string[]): TrustPolicy {
  const ours = identities.length === 0 ? [] : [trustStatement('test', undefined, identities)];
  return { Statement: [BY_HAND, ...ours] };
}

/** Another Deployment of the workspace, with an identity of its own. */
export function another(id: string, name = id): Partial<Deployment> & { readonly id: string } {
  const workloadIdentity = `arn:aws:iam::111122223333:role/astro-${name}-1234`;
  return { id, name, namespace: `${name}-1234`, workloadIdentity };
}

/**
 * A memory bench with roles in memory, that are planned for as those in IAM are. `looks` tells what
 * was asked of Astro and of the roles; one with a fault cannot be read.
 */
export function openPreviewBench(rulesText?: string) {
  const bench = openMemoryBench(rulesText);
  const told = new Map<string, Deployment>();
  const trusts = new Map([[TRUST, trusting()]]);
  const roles = new Map<string, OwnRole | undefined>();
  const faults = new Map<string, Error>();
  const looks: string[] = [];
  const looked = (key: string) => {
    looks.push(`read ${key}`);
    const fault = faults.get(key);
    if (fault) throw fault;
  };
  const tools = {
    ...bench.tools,
    astro: {
      get: async (id: string) => {
        looks.push(`get ${id}`);
        return told.get(id);
      },
      list: async () => {
        looks.push('list');
        return { deployments: [...told.values()], unreadable: [], complete: true };
      },
    },
    open: (key: string, about: string): Target<unknown> => {
      looks.push(`open ${key} for ${about}`);
      return key.startsWith('aws-own-role/')
        ? inMemory(key, roles, undefined, planOwnRole, looked)
        : inMemory(key, trusts, { Statement: [] }, planTrustPolicy, looked);
    },
  };
  const tell = (more: Partial<Deployment> = {}) => {
    const deployment = { ...DEPLOYMENT, ...more };
    told.set(deployment.id, deployment);
    return deployment;
  };
  const headOf = async (id = DEPLOYMENT.id): Promise<Head> => {
    const { decided, ...head } = (await bench.record.deployments.get([id])).get(id) ?? {};
    if (decided === undefined) throw new TypeError(`${id} was not decided on`);
    return { deploymentId: id, ticket: 0, ...head, decided };
  };
  const decide = async (more: Partial<Deployment> = {}) => {
    await decideAccess(tell(more).id, tools);
    return headOf(more.id);
  };
  return {
    ...bench,
    tools,
    trusts,
    faults,
    looks,
    /** Astro tells this of a Deployment from now on, of which nothing is decided yet. */
    tell,
    /** It knows it no more. */
    forget: (id: string) => told.delete(id),
    decide,
    /** Decided on, and what it is given stands in the shared role. */
    grant: async (more: Partial<Deployment> = {}) => {
      await decide(more);
      await grantAccess(TRUST, tools);
      return headOf(more.id);
    },
    /** What a person decides of its access. */
    say: async (verdict: Verdict, target: string, id = DEPLOYMENT.id) => {
      const want = await bench.wantOf(target, id);
      const [accessId, placement] = [want.accessId, placementDigest(want)];
      const at = bench.clock.now().toISOString();
      await bench.record.decisions.write({ accessId, verdict, by: 'jane', at, placement });
    },
  };
}

type Planner<Policy> = (
  current: Policy,
  claims: readonly Claim[],
  context: PlanContext,
) => Plan<Policy>;

function inMemory<Policy>(
  key: string,
  policies: Map<string, Policy>,
  absent: Policy,
  plan: Planner<Policy>,
  looked: (key: string) => void,
): Target<Policy> {
  return {
    read: async () => {
      looked(key);
      return policies.get(key) ?? absent;
    },
    plan: (current, claims, rejected) =>
      plan(current, claims, { installation: 'test', rejected, quota: 2_048 }),
    write: async (_current, policy) => {
      policies.set(key, policy);
    },
  };
}
