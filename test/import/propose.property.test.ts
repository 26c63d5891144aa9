import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judgeIdentity } from '../../shared/deployment/workload-identity.ts';
import { type Estate, NOTHING_SEEN } from '../../shared/import/estate.ts';
import type { Placement } from '../../shared/policy/claim.ts';
import { planAllowPolicy } from '../../shared/policy/plan-allow-policy.ts';
import { planTrustPolicy } from '../../shared/policy/plan-trust-policy.ts';
import { targetKey } from '../../shared/rules/specification.ts';
import { wantsOf } from '../../shared/rules/want.ts';
import { ASTRONOMER, allow, one, parsed, proposed, under } from './estates.ts';

const NAMES = ['etl', 'etl-1', 'etl-2', 'etl*', 'e?l', 'dbt-prod', 'etl-prod', 'a', 'ab', 'ünï'];
const WORKSPACES = ['clmh58o7d000108lb74ktc9o64', 'clmh58o7d000108lb74ktc9o65'];
const ROLES = ['one', 'two', 'three'].map((name) => `arn:aws:iam::999988887777:role/${name}`);
const GRANTS = ['roles/bigquery.jobUser', 'roles/bigquery.dataViewer', 'roles/editor'];

const who = fc.record({
  name: fc.constantFrom(...NAMES),
  workspaceId: fc.constantFrom(...WORKSPACES),
  cloud: fc.constantFrom('aws' as const, 'gcp' as const),
  /** For each role: not at all, without an ExternalId, with one. For each grant of a project: whether. */
  has: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)),
});

type Who = ReturnType<typeof one>;

function estateOf(
  those: readonly { readonly who: Who; readonly has: readonly number[] }[],
): Estate {
  const having = (place: number, value: number, cloud: string) =>
    those
      .filter((one) => one.who.cloud === cloud && one.has[place] === value)
      .map((one) => one.who);
  const roles = ROLES.map((arn, place) => ({
    arn,
    trust: {
      Statement: [
        ...having(place, 1, 'aws').map((one) => allow([one])),
        allow(having(place, 2, 'aws'), under('acme')),
        allow(['arn:aws:iam::999988887777:role/admin']),
      ].filter(({ Principal }) => JSON.stringify(Principal) !== '{"AWS":[]}'),
    },
  }));
  const bindings = GRANTS.map((role, place) => ({
    role,
    members: having(place, 1, 'gcp').map((one) => `serviceAccount:${one.workloadIdentity}`),
  }));
  const project = {
    kind: 'gcpProject',
    name: 'acme-x',
    project: 'acme-x',
    policy: { bindings },
  } as const;
  return { ...NOTHING_SEEN, roles, policies: [project] };
}

test('what the proposed rules want is there already, by hand, for whom and to what it was found', () => {
  fc.assert(
    fc.property(fc.array(who, { minLength: 1, maxLength: 14 }), (drawn) => {
      const those = drawn.map(({ has, name, workspaceId, cloud }) => ({
        who: one(name, { workspaceId, cloud }),
        has,
      }));
      const estate = estateOf(those);
      const deployments = those.map((each) => each.who);
      const proposal = proposed(deployments, estate);
      const rules = parsed(proposal, 'apply');
      const context = { installation: 'prod', rejected: new Set<string>(), quota: 9_999_999 };
      for (const { who: deployment, has } of those) {
        const verdict = judgeIdentity(deployment, ASTRONOMER);
        const identities = verdict.kind === 'accepted' ? verdict.identities : [];
        const { wants } = wantsOf(deployment, identities, rules);
        for (const want of wants) {
          const claims = [{ accessId: 'a', wanted: want as Placement, placed: [], since: '' }];
          const role = estate.roles.find(({ arn }) => want.targetKey === `aws-shared-role/${arn}`);
          const plan =
            role === undefined
              ? planAllowPolicy(estate.policies[0]?.policy ?? {}, claims, context)
              : planTrustPolicy(role.trust, claims, context);
          expect(plan.change.kind).toBe('none');
          expect(plan.standings.get('a')?.kind).toBe('by-hand');
        }
        const alike = proposal.leftOut.some(
          ({ principal, why }) =>
            principal === deployment.workloadIdentity && why.startsWith('Its name'),
        );
        if (alike) continue;
        const reached = new Set(wants.map(({ specification }) => targetKey(specification)));
        const expected =
          deployment.cloud === 'aws'
            ? ROLES.filter((_, place) => has[place] !== 0).map((arn) => `aws-shared-role/${arn}`)
            : has[0] === 1 || has[1] === 1
              ? ['gcp-project/acme-x']
              : [];
        expect([...reached].toSorted()).toEqual(expected.toSorted());
        const roles = wants.flatMap(({ specification: one }) => ('roles' in one ? one.roles : []));
        const given = GRANTS.slice(0, 2).filter((_, place) => has[place] === 1);
        expect(roles).toEqual(deployment.cloud === 'gcp' ? given.toSorted() : []);
      }
    }),
    { numRuns: 300 },
  );
});
