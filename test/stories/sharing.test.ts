import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { WORKSPACE } from '../../local/samples.ts';
import { HOUR } from '../../shared/runtime/clock.ts';
import { parseOrder } from '../../shared/stories/operate/operate-order.ts';
import { operate } from '../../shared/stories/operate.ts';
import { ANALYTICS, PROJECT, REDSHIFT, ruleFor, rulesOf, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

// Days of sweeps against emulators over HTTP.
jest.setTimeout(30_000);

const VIEWER = 'roles/bigquery.dataViewer';

/** On each cloud two targets that come to the same grant, and what it is to have it. */
const CLOUDS = {
  aws: {
    targets: { ...REDSHIFT, twin: REDSHIFT.redshift.replace('id: redshift', 'id: twin') },
    names: ['redshift', 'twin'],
    prepare: ({ aws }: Workbench) =>
      aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } }),
    isIn: ({ aws }: Workbench, identity: string) => aws.iam.canAssume(SHARED_ROLE, identity),
  },
  gcp: {
    targets: {
      ...ANALYTICS,
      viewing: `gcpProject: {project: ${PROJECT}, roles: [${VIEWER}]}`,
    },
    names: ['analytics', 'viewing'],
    prepare: ({ gcp }: Workbench) => gcp.projects.create(PROJECT),
    isIn: ({ gcp }: Workbench, identity: string) =>
      gcp.canAct(`serviceAccount:${identity}`, VIEWER, { project: PROJECT }),
  },
} as const;

let bench: Workbench;
afterEach(() => bench.close());

describe.each(['aws', 'gcp'] as const)('a grant on %s that two need', (cloud) => {
  const { targets, names, prepare, isIn } = CLOUDS[cloud];
  const [first, second] = names;

  async function open(rules: readonly string[]) {
    bench = await openWorkbench(cloud, rulesOf(targets, rules));
    known.clear();
    prepare(bench);
    await bench.record.breaker.confirm('jane@acme.example');
  }

  async function create(name: string, namespace?: string) {
    const wanted = { name, cloud, workspaceId: WORKSPACE, ...(namespace && { namespace }) };
    const raw = bench.astro.create(wanted);
    const identity = String(raw.effectiveWorkloadIdentity);
    if (!known.has(identity)) bench.show(identity);
    known.add(identity);
    await bench.sweeps(3);
    return { id: raw.id, identity };
  }
  const known = new Set<string>();

  it('stays while one of two targets gives it', async () => {
    await open([ruleFor('etl', first), ruleFor('e*', second)]);
    const { identity } = await create('etl');
    bench.setRules(rulesOf(targets, [ruleFor('e*', second)]));
    await bench.sweeps(2);
    await bench.sweeps(3, 13 * HOUR);
    await bench.sweeps(2);
    expect(isIn(bench, identity)).toBe(true);
    bench.setRules(rulesOf(targets, [ruleFor('nobody', second)]));
    await bench.sweeps(2);
    await bench.sweeps(3, 13 * HOUR);
    await bench.sweeps(2);
    expect(isIn(bench, identity)).toBe(false);
  });

  it('stays while one of two targets is not denied', async () => {
    await open([ruleFor('etl', `${first}, ${second}`)]);
    const { id, identity } = await create('etl');
    for (const target of [second, first]) {
      expect(isIn(bench, identity)).toBe(true);
      const head = (await bench.record.deployments.get([id])).get(id);
      const want = head?.decided?.wants.find((one) => one.target === target);
      await operate(parseOrder({ action: 'deny', accessId: want?.accessId }), bench.tools);
      await bench.sweeps(2);
    }
    expect(isIn(bench, identity)).toBe(false);
  });

  it('stays while one of two Deployments with the same identity lives', async () => {
    await open([ruleFor('*', first)]);
    const one = await create('one', 'fiery-nebula-1234');
    const other = await create('other', 'fiery-nebula-1234');
    expect(other.identity).toBe(one.identity);
    bench.astro.remove(one.id);
    await bench.sweeps(10);
    expect(isIn(bench, other.identity)).toBe(true);
    bench.astro.remove(other.id);
    await bench.sweeps(10);
    expect(isIn(bench, other.identity)).toBe(false);
  });

  it('stays while one of two Deployments with the same identity is still given it', async () => {
    await open([ruleFor('*', first)]);
    const one = await create('one', 'fiery-nebula-1234');
    const other = await create('other', 'fiery-nebula-1234');
    await operate(parseOrder({ action: 'deny', deploymentId: one.id }), bench.tools);
    await bench.sweeps(3);
    expect(isIn(bench, other.identity)).toBe(true);
    bench.setRules(rulesOf(targets, [ruleFor('one', first)]));
    await bench.sweeps(2);
    await bench.sweeps(3, 13 * HOUR);
    await bench.sweeps(2);
    expect(isIn(bench, other.identity)).toBe(false);
  });

  it('stays while somebody keeps one of the two that end', async () => {
    await open([ruleFor('etl', `${first}, ${second}`)]);
    const { id, identity } = await create('etl');
    bench.setRules(rulesOf(targets, [ruleFor('nobody', `${first}, ${second}`)]));
    await bench.sweeps(2);
    const head = (await bench.record.deployments.get([id])).get(id);
    const want = head?.decided?.wants.find((one) => one.target === second);
    await operate(parseOrder({ action: 'release', accessId: want?.accessId }), bench.tools);
    await bench.sweeps(3, 13 * HOUR);
    await bench.sweeps(2);
    expect(isIn(bench, identity)).toBe(true);
  });
});
