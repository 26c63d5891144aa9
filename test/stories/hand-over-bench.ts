import { LOCAL_WRITE_TOKEN } from '../../local/astro/emulator.ts';
import { type Ways, waysOf } from '../../shared/handover/configured-ways.ts';
import { parseOrigins } from '../../shared/handover/origins.ts';
import { digest } from '../../shared/runtime/json.ts';
import { handOver } from '../../shared/stories/hand-over.ts';
import { viewOf } from '../../shared/stories/notify/view-of.ts';
import { SHARED_ROLE } from './rules.ts';
import { openWorkbench } from './workbench.ts';

export const DAY_AND_MORE = 25 * 60 * 60_000;

/** The workbench with `hand-over` at the end of its queue, over the emulated Astro and its Airflows. */
export async function openHandOverBench(rulesText: string) {
  const bench = await openWorkbench('aws', rulesText);
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
  const { astro, tools, record, queue } = bench;
  const options = {
    ...{ url: astro.url, organizationId: astro.organizationId, timeout: 300 },
    ...{ clock: tools.clock, logger: tools.logger },
    token: async () => LOCAL_WRITE_TOKEN,
  };
  const ways: Ways = waysOf(options, 'test', parseOrigins(new URL(astro.url).origin));
  const run = (id: string) => handOver(id, { ...tools, ways });

  async function drain(): Promise<void> {
    for (let message = queue.shift(); message; message = queue.shift()) {
      if (message.to === 'handover') await run(message.key);
      else await bench.deliver(message);
    }
  }
  const accesses = async (id: string) => (await viewOf(id, tools))?.accesses ?? [];

  return {
    ...bench,
    drain,
    handOver: run,
    /** Lets time pass, sweeps and delivers. */
    later: async (milliseconds: number) => {
      await bench.pass(milliseconds);
      await drain();
    },
    /** A Deployment whose accesses are as the rules say, and its connections as far as they go. */
    deploy: async () => {
      const { id } = await bench.create('etl');
      await drain();
      return id;
    },
    ask: async (deploymentId: string, replace = false) => {
      for (const { accessId, connection } of await accesses(deploymentId)) {
        const at = tools.clock.now().toISOString();
        const asked = { accessId, deploymentId, by: 'jane', at, replace };
        await record.connectionAsks.write({ ...asked, connection: digest(connection) });
      }
      await tools.queues.handOver([deploymentId]);
      await drain();
    },
    done: async (deploymentId: string) =>
      (await accesses(deploymentId)).map((one) => one.handover?.done),
    due: async (deploymentId: string) => (await record.handovers.get(deploymentId))?.due,
    events: async (deploymentId: string) =>
      (await record.history.of(deploymentId))
        .map(({ event }) => event)
        .filter((event) => event.startsWith('connection.')),
  };
}

export type HandOverBench = Awaited<ReturnType<typeof openHandOverBench>>;
