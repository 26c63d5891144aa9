import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { NewDeployment } from '../../local/astro/raw-deployment.ts';
import { HOUR, MINUTE } from '../../shared/runtime/clock.ts';
import { LANDS } from './gcp-lands.ts';
import { ELSEWHERE, type LifeBench, openLife } from './life-bench.ts';

// Days of sweeps against emulators over HTTP.
jest.setTimeout(30_000);

let life: LifeBench;
afterEach(() => life.close());

const KINDS = Object.keys(LANDS) as readonly (keyof typeof LANDS)[];

describe.each(KINDS)('with access to a %s of Google Cloud', (kind) => {
  beforeEach(async () => {
    life = await openLife(kind);
  });

  it('another identity comes and the old one goes, in one write', async () => {
    const { id, identity, second } = await life.granted();
    life.show(second);
    const before = life.writes();
    life.astro.update(id, { effectiveWorkloadIdentity: second });
    await life.sweeps(3);
    expect(life.have(identity, second)).toEqual([false, true]);
    expect(life.writes() - before).toBe(1);
  });

  it('the old identity stays until the cloud can see the new one', async () => {
    const { id, identity, second } = await life.granted();
    life.astro.update(id, { effectiveWorkloadIdentity: second });
    await life.sweeps(5);
    expect(life.have(identity, second)).toEqual([true, false]);
    life.show(second);
    await life.sweeps(6);
    expect(life.have(identity, second)).toEqual([false, true]);
  });

  it('one for disaster recovery gets the same, and goes after keep, announced', async () => {
    const { id, identity, second } = await life.granted();
    life.show(second);
    life.astro.update(id, { effectiveDRWorkloadIdentity: second });
    await life.sweeps(3);
    expect(life.have(identity, second)).toEqual([true, true]);
    life.astro.update(id, { effectiveDRWorkloadIdentity: undefined });
    await life.sweeps(3);
    expect(life.have(identity, second)).toEqual([true, true]);
    expect((await life.accesses(id)).map(({ reason }) => reason?.code)).toContain('ending');
    await life.keep();
    expect(life.have(identity, second)).toEqual([true, false]);
  });

  it.each([
    ['renamed', { name: 'bi-prod' }],
    ['moved to another Workspace', { workspaceId: ELSEWHERE, workspaceName: 'Elsewhere' }],
  ])(
    'one that was %s has the new access at once, and the old one for keep',
    async (_it, change) => {
      const { id, identity } = await life.granted();
      life.astro.update(id, change);
      await life.sweeps(2);
      expect(life.both(identity)).toEqual([true, true]);
      expect(life.said(id)).toContain('No rule gives it any more');
      expect(life.heads(id)).toHaveLength(1);
      await life.keep();
      expect(life.both(identity)).toEqual([false, true]);
    },
  );

  it('one that is gone loses it after two complete lists five minutes apart, and nobody else', async () => {
    const others = [];
    for (const name of ['etl-a', 'etl-b', 'etl-c']) others.push(await life.granted({ name }));
    const { id, identity } = await life.granted();
    life.astro.remove(id);
    await life.sweeps(4);
    expect(life.has(identity)).toBe(true);
    await life.sweeps(4);
    expect(life.has(identity)).toBe(false);
    expect(others.every((one) => life.has(one.identity))).toBe(true);
  });
});

describe('a Deployment on Google Cloud', () => {
  beforeEach(async () => {
    life = await openLife('project');
  });

  it('waits without a fault until Astro tells its identity, and gets everything then', async () => {
    const { id, identity } = life.create({
      identityAfter: 10 * MINUTE,
      creatingFor: 10 * MINUTE,
    });
    life.show(identity);
    await life.sweeps(9);
    expect(life.has(identity)).toBe(false);
    expect(life.said(id)).toContain('workload identity');
    await life.sweeps(4);
    expect(life.has(identity)).toBe(true);
    expect(life.heads(id)).toHaveLength(1);
  });

  it('is waited for though Google sees its identity ten minutes later', async () => {
    const { id, identity } = life.create();
    await life.sweeps(10);
    expect(await life.accesses(id)).toMatchObject([
      { state: 'waiting', reason: { code: 'identity-not-visible' } },
    ]);
    life.show(identity);
    await life.sweeps(6);
    expect(life.has(identity)).toBe(true);
  });

  it('that sleeps keeps what it has though Astro tells no identity, and nothing is written', async () => {
    const { id, identity } = await life.granted();
    const before = life.writes();
    life.astro.update(id, { status: 'HIBERNATING', effectiveWorkloadIdentity: undefined });
    await life.sweeps(5);
    await life.sweeps(3, 25 * HOUR);
    life.astro.update(id, { status: 'HEALTHY', effectiveWorkloadIdentity: identity });
    await life.sweeps(5);
    expect([life.has(identity), life.writes()]).toEqual([true, before]);
  });

  it('that was made again under its name is another one: the old identity goes, the new one comes', async () => {
    for (const name of ['etl-a', 'etl-b', 'etl-c']) await life.granted({ name });
    const old = await life.granted();
    life.astro.remove(old.id);
    life.gcp.serviceAccounts.delete(old.identity);
    const again = await life.granted();
    await life.sweeps(8);
    expect(life.have(old.identity, again.identity)).toEqual([false, true]);
    const policy = JSON.stringify(life.gcp.projects.policy('acme-analytics'));
    expect(policy).not.toContain(old.identity);
  });

  it('follows rules that change for all, though every message is lost once', async () => {
    const made = [];
    for (let place = 0; place < 6; place += 1) {
      made.push(await life.granted({ name: `etl-${place}` }));
    }
    await life.record.breaker.confirm('jane@acme.example');
    life.setRules(life.rules.replace('reach: [first]', 'reach: [other]'));
    await life.pass(MINUTE);
    life.queue.length = 0;
    await life.sweeps(3);
    expect(made.map(({ identity }) => life.both(identity))).toEqual(made.map(() => [true, true]));
    await life.keep();
    expect(made.map(({ identity }) => life.both(identity))).toEqual(made.map(() => [false, true]));
  });

  it('keeps all where Astro suddenly tells of nobody, until a person confirms', async () => {
    const made = [];
    for (let place = 0; place < 6; place += 1) {
      made.push(await life.granted({ name: `etl-${place}` }));
    }
    for (const { id } of made) life.astro.remove(id);
    await life.sweeps(15);
    expect(made.map(({ identity }) => life.has(identity))).toEqual(made.map(() => true));
    await life.record.breaker.confirm('jane@acme.example');
    await life.sweeps(40);
    expect(made.map(({ identity }) => life.has(identity))).toEqual(made.map(() => false));
  });
});

describe('a Deployment on Google Cloud whose identity gets nothing', () => {
  beforeEach(async () => {
    life = await openLife('project');
  });

  it.each<[string, Partial<NewDeployment>, string, RegExp]>([
    [
      'an identity of its own',
      { identity: 'our-airflow@acme-analytics.iam.gserviceaccount.com' },
      'customer-managed-identity',
      /not Astro's default.*Default Identity in Astro/,
    ],
    [
      'an identity that Astro made for another one',
      { type: 'HYBRID', identity: 'astro-cluster-9@astro-data-plane.iam.gserviceaccount.com' },
      'not-this-deployment',
      /belongs to another Deployment/,
    ],
    [
      'a project that is not listed',
      { namespace: 'far-star-1', identity: 'astro-far-star-1@astro-far.iam.gserviceaccount.com' },
      'foreign-account',
      /in project astro-far, which the access rules do not list.*astronomer.gcpProjects/,
    ],
    [
      'Remote Execution',
      { remoteExecution: true },
      'remote-execution',
      /your own agents.*identity that your agents run as/,
    ],
  ])(
    'because of %s is told once in plain words, with what to do',
    async (_it, more, code, words) => {
      const { id, identity } = life.create(more);
      life.show(identity);
      await life.sweeps(5);
      await life.sweeps(3, 13 * HOUR);
      const decided = (await life.record.deployments.get([id])).get(id)?.decided;
      expect(decided).toMatchObject({ wants: [], nothing: { code } });
      expect(life.heads(id)).toHaveLength(1);
      expect(life.heads(id)[0]?.edits ?? 0).toBe(0);
      expect(life.said(id)).toMatch(words);
      expect(life.writes()).toBe(0);
    },
  );

  it('is not one of a HYBRID cluster: Google gives each of its Deployments an identity', async () => {
    const { identity } = await life.granted({ type: 'HYBRID' });
    expect(life.has(identity)).toBe(true);
  });

  it('and that had access before loses it only after keep', async () => {
    const { id, identity } = await life.granted();
    life.astro.update(id, { remoteExecution: { enabled: true } });
    await life.sweeps(3);
    expect(life.has(identity)).toBe(true);
    await life.keep();
    expect(life.has(identity)).toBe(false);
  });
});
