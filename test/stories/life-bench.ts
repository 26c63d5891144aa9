import type { NewDeployment } from '../../local/astro/raw-deployment.ts';
import { WORKSPACE } from '../../local/samples.ts';
import { HOUR } from '../../shared/runtime/clock.ts';
import { LANDS, writesOf } from './gcp-lands.ts';
import { ruleFor, rulesOf } from './rules.ts';
import { openWorkbench } from './workbench.ts';

export const ELSEWHERE = 'clmh58o7d000108lb74ktc9o65';
/** A second project of Astronomer's, where disaster recovery and moved data planes have theirs. */
const SECOND = 'astro-dr-plane';

/** An installation on Google Cloud, where `etl-*` reach the first target, and others the other one. */
export async function openLife(kind: keyof typeof LANDS) {
  const { targets, role, resources, prepare } = LANDS[kind];
  const rules = rulesOf({ ...targets }, [
    ruleFor('etl-*', 'first'),
    ruleFor('bi-*', 'other'),
    ruleFor('*', 'other').replace('for-other', 'elsewhere').replace(WORKSPACE, ELSEWHERE),
  ]).replace('[astro-data-plane]', `[astro-data-plane, ${SECOND}]`);
  const bench = await openWorkbench('gcp', rules);
  prepare(bench.gcp);

  function create(more: Partial<NewDeployment> = {}) {
    const wanted = { name: 'etl-prod', cloud: 'gcp', workspaceId: WORKSPACE, ...more } as const;
    const raw = bench.astro.create(wanted);
    const identity = String(raw.effectiveWorkloadIdentity ?? '');
    return { id: raw.id, identity, second: identity.replace('astro-data-plane', SECOND) };
  }
  const has = (identity: string, target: 'first' | 'other' = 'first') =>
    bench.gcp.canAct(`serviceAccount:${identity}`, role, resources[target]);
  const heads = (id: string) =>
    bench.slack.messages.filter((one) => one.deploymentId === id && one.threadTs === undefined);
  return {
    ...bench,
    rules,
    create,
    /** As long as access is kept that no rule gives any more. */
    keep: async () => {
      await bench.sweeps(2, 13 * HOUR);
      await bench.sweeps(2);
    },
    /** One that has what the rules give it. */
    granted: async (more: Partial<NewDeployment> = {}) => {
      const made = create(more);
      bench.show(made.identity);
      await bench.sweeps(3);
      if (!has(made.identity)) throw new TypeError('it was not granted');
      return made;
    },
    has,
    /** Of each identity, whether it has the first target. */
    have: (...identities: readonly string[]) => identities.map((one) => has(one)),
    /** Whether it has the first target and the other one. */
    both: (identity: string) => [has(identity), has(identity, 'other')],
    heads,
    said: (id: string) => JSON.stringify(heads(id)).replace(/\s+/g, ' '),
    writes: () => writesOf(bench.gcp.faults),
  };
}

export type LifeBench = Awaited<ReturnType<typeof openLife>>;
