import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { NewDeployment } from '../../local/astro/raw-deployment.ts';
import { WORKSPACE } from '../../local/samples.ts';
import { HOUR, MINUTE } from '../../shared/runtime/clock.ts';
import { parseOrder } from '../../shared/stories/operate/operate-order.ts';
import { operate } from '../../shared/stories/operate.ts';
import { LAKE, REDSHIFT, ruleFor, rulesOf, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

// Days of sweeps against emulators over HTTP.
jest.setTimeout(30_000);

const OTHER_ROLE = 'arn:aws:iam::999988887777:role/other';
const OTHER = { other: `awsSharedRole: {role: "${OTHER_ROLE}"}` };
const TARGETS = { ...REDSHIFT, ...OTHER, ...LAKE };
const ELSEWHERE = 'clmh58o7d000108lb74ktc9o65';
/** A second account of Astronomer's, where disaster recovery and moved data planes have theirs. */
const SECOND = '444455556666';
const RULES = rulesOf(TARGETS, [
  ruleFor('etl-*', 'redshift'),
  ruleFor('bi-*', 'other'),
  ruleFor('*', 'other').replace('for-other', 'elsewhere').replace(WORKSPACE, ELSEWHERE),
]).replace('["111122223333"]', `["111122223333", "${SECOND}"]`);

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', RULES);
  for (const arn of [SHARED_ROLE, OTHER_ROLE]) {
    bench.aws.iam.createRole({ arn, trust: { Statement: [] } });
  }
  bench.aws.iam.addPolicy('arn:aws:iam::999988887777:policy/lake-read');
});
afterEach(() => bench.close());

const canAssume = (identity: string, role = SHARED_ROLE) => bench.aws.iam.canAssume(role, identity);
const writes = () => bench.aws.faults.calls.get('iam:UpdateAssumeRolePolicy') ?? 0;
const heads = (id: string) =>
  bench.slack.messages.filter((one) => one.deploymentId === id && one.threadTs === undefined);
const said = (id: string) => JSON.stringify(heads(id));

async function create(more: Partial<NewDeployment> = {}) {
  const raw = bench.astro.create({
    name: 'etl-prod',
    cloud: 'aws',
    workspaceId: WORKSPACE,
    ...more,
  });
  const identity = String(raw.effectiveWorkloadIdentity ?? '');
  const { id, namespace } = raw;
  return { id, identity, namespace: String(namespace), second: inSecond(identity) };
}

function inSecond(identity: string): string {
  return identity.replace('111122223333', SECOND);
}

async function granted(more: Partial<NewDeployment> = {}) {
  const made = await create(more);
  bench.show(made.identity);
  await bench.sweeps(3);
  expect(canAssume(made.identity)).toBe(true);
  return made;
}

describe('a Deployment that is being created', () => {
  it('waits without a fault until Astro tells its identity, and gets everything then', async () => {
    const { id, identity } = await create({ identityAfter: 10 * MINUTE, creatingFor: 10 * MINUTE });
    bench.show(identity);
    await bench.sweeps(9);
    expect(canAssume(identity)).toBe(false);
    expect(said(id)).toContain('workload identity');
    await bench.sweeps(4);
    expect(canAssume(identity)).toBe(true);
    expect(heads(id)).toHaveLength(1);
  });

  it('gets it while still CREATING, once its identity is there, and nothing is written when that ends', async () => {
    const { identity } = await create({ creatingFor: 10 * MINUTE });
    bench.show(identity);
    await bench.sweeps(3);
    expect(canAssume(identity)).toBe(true);
    const before = writes();
    await bench.sweeps(12);
    expect([canAssume(identity), writes()]).toEqual([true, before]);
  });

  it('is waited for though the cloud sees its identity ten minutes later', async () => {
    const { id, identity } = await create();
    await bench.sweeps(10);
    expect(await bench.accesses(id)).toMatchObject([
      { state: 'waiting', reason: { code: 'identity-not-visible' } },
    ]);
    bench.show(identity);
    await bench.sweeps(6);
    expect(canAssume(identity)).toBe(true);
  });
});

describe('a Deployment that sleeps', () => {
  it('keeps what it has, and nothing is written', async () => {
    const { id, identity } = await granted();
    const before = writes();
    bench.astro.update(id, { status: 'HIBERNATING' });
    await bench.sweeps(5);
    await bench.sweeps(3, 13 * HOUR);
    expect([canAssume(identity), writes()]).toEqual([true, before]);
  });

  it('keeps it though Astro tells no identity meanwhile', async () => {
    const { id, identity } = await granted();
    bench.astro.update(id, { status: 'HIBERNATING', effectiveWorkloadIdentity: undefined });
    await bench.sweeps(5);
    await bench.sweeps(3, 25 * HOUR);
    expect(canAssume(identity)).toBe(true);
    bench.astro.update(id, { status: 'HEALTHY', effectiveWorkloadIdentity: identity });
    await bench.sweeps(5);
    expect(canAssume(identity)).toBe(true);
  });
});

describe('another identity', () => {
  it('comes and the old one goes in one write', async () => {
    const { id, identity, second } = await granted();
    bench.show(second);
    const before = writes();
    bench.astro.update(id, { effectiveWorkloadIdentity: second });
    await bench.sweeps(3);
    expect([canAssume(identity), canAssume(second)]).toEqual([false, true]);
    expect(writes() - before).toBe(1);
  });

  it('leaves the old one in place until the cloud can see the new one', async () => {
    const { id, identity, second } = await granted();
    bench.astro.update(id, { effectiveWorkloadIdentity: second });
    await bench.sweeps(5);
    expect([canAssume(identity), canAssume(second)]).toEqual([true, false]);
    bench.show(second);
    await bench.sweeps(6);
    expect([canAssume(identity), canAssume(second)]).toEqual([false, true]);
  });

  it('comes into a role of its own too', async () => {
    bench.setRules(RULES.replace('reach: [redshift]', 'reach: [lake]'));
    const { id, namespace, identity, second } = await create();
    bench.show(identity);
    await bench.sweeps(3);
    const role = () =>
      bench.aws.iam.roles().find(({ arn }) => arn.endsWith(`/airflow-${namespace}`))?.arn ?? '';
    expect(canAssume(identity, role())).toBe(true);
    bench.show(second);
    bench.astro.update(id, { effectiveWorkloadIdentity: second });
    await bench.sweeps(3);
    expect([canAssume(identity, role()), canAssume(second, role())]).toEqual([false, true]);
  });
});

describe('a second identity for disaster recovery', () => {
  it('gets the same, and goes after keep, announced, when Astro tells it no more', async () => {
    const { id, identity, second } = await granted();
    bench.show(second);
    bench.astro.update(id, { effectiveDRWorkloadIdentity: second });
    await bench.sweeps(3);
    expect([canAssume(identity), canAssume(second)]).toEqual([true, true]);
    bench.astro.update(id, { effectiveDRWorkloadIdentity: undefined });
    await bench.sweeps(3);
    expect([canAssume(identity), canAssume(second)]).toEqual([true, true]);
    expect(await bench.accesses(id)).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: 'ending' }) }),
    );
    await bench.sweeps(2, 13 * HOUR);
    await bench.sweeps(2);
    expect([canAssume(identity), canAssume(second)]).toEqual([true, false]);
  });
});

describe('a Deployment for which other rules hold now', () => {
  it.each([
    ['renamed', { name: 'bi-prod' }],
    ['moved to another Workspace', { workspaceId: ELSEWHERE, workspaceName: 'Elsewhere' }],
  ])('that was %s has the new access at once, and the old one for keep', async (_it, change) => {
    const { id, identity } = await granted();
    bench.astro.update(id, change);
    await bench.sweeps(2);
    expect([canAssume(identity), canAssume(identity, OTHER_ROLE)]).toEqual([true, true]);
    expect(said(id)).toContain('No rule gives it any more');
    expect(heads(id)).toHaveLength(1);
    await bench.sweeps(2, 13 * HOUR);
    await bench.sweeps(2);
    expect([canAssume(identity), canAssume(identity, OTHER_ROLE)]).toEqual([false, true]);
  });

  it('that was moved keeps what somebody releases', async () => {
    const { id, identity } = await granted();
    bench.astro.update(id, { workspaceId: ELSEWHERE });
    await bench.sweeps(2);
    const [access] = (await bench.accesses(id)).filter(({ reason }) => reason?.code === 'ending');
    const order = { action: 'release', accessId: access?.accessId, by: 'jane@acme.example' };
    await operate(parseOrder(order), bench.tools);
    await bench.sweeps(5, 13 * HOUR);
    expect([canAssume(identity), canAssume(identity, OTHER_ROLE)]).toEqual([true, true]);
    expect(said(id)).toContain('jane@acme.example');
  });
});

describe('rules that change for all', () => {
  it('are brought to everybody by the sweep, though every message is lost once', async () => {
    const made = [];
    for (let place = 0; place < 6; place += 1) made.push(await granted({ name: `etl-${place}` }));
    await bench.record.breaker.confirm('jane@acme.example');
    bench.setRules(RULES.replace('reach: [redshift]', 'reach: [other]'));
    await bench.pass(MINUTE);
    bench.queue.length = 0;
    await bench.sweeps(3);
    for (const { identity } of made) {
      expect([canAssume(identity), canAssume(identity, OTHER_ROLE)]).toEqual([true, true]);
    }
    await bench.sweeps(2, 13 * HOUR);
    await bench.sweeps(3);
    for (const { identity } of made) {
      expect([canAssume(identity), canAssume(identity, OTHER_ROLE)]).toEqual([false, true]);
    }
  });
});

describe('a Deployment whose identity gets nothing', () => {
  it.each<[string, Partial<NewDeployment>, string, RegExp]>([
    [
      'an identity of its own',
      { identity: 'arn:aws:iam::999988887777:role/our-airflow' },
      'customer-managed-identity',
      /not Astro's default.*Default Identity in Astro/,
    ],
    [
      'a HYBRID cluster',
      { type: 'HYBRID' },
      'hybrid-cluster-identity',
      /shared by all Deployments of its cluster.*authorize it by hand/,
    ],
    [
      'Remote Execution',
      { remoteExecution: true },
      'remote-execution',
      /your own agents.*identity that your agents run as/,
    ],
    [
      'Azure',
      { cloud: 'azure' },
      'azure',
      /no workload identity of its own.*authorize it in Azure/,
    ],
  ])(
    'because of %s is told once in plain words, with what to do',
    async (_it, more, code, words) => {
      const { id, identity } = await create(more);
      if (identity.startsWith('arn:')) bench.show(identity);
      await bench.sweeps(5);
      await bench.sweeps(3, 13 * HOUR);
      const decided = (await bench.record.deployments.get([id])).get(id)?.decided;
      expect(decided).toMatchObject({ wants: [], nothing: { code } });
      expect(heads(id)).toHaveLength(1);
      expect(heads(id)[0]?.edits ?? 0).toBe(0);
      expect(said(id).replace(/\s+/g, ' ')).toMatch(words);
      expect(writes()).toBe(0);
    },
  );

  it('and that had access before loses it only after keep', async () => {
    const { id, identity } = await granted();
    bench.astro.update(id, { remoteExecution: { enabled: true } });
    await bench.sweeps(3);
    expect(canAssume(identity)).toBe(true);
    await bench.sweeps(2, 13 * HOUR);
    await bench.sweeps(2);
    expect(canAssume(identity)).toBe(false);
  });
});
