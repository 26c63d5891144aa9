import { jest } from '@jest/globals';
import type { MessageItem } from '../../../shared/record/messages.ts';
import { MINUTE, SECOND } from '../../../shared/runtime/clock.ts';
import { notify } from '../../../shared/stories/notify.ts';
import { inA } from '../findings.ts';
import { DEPLOYMENT, type MemoryBench, openMemoryBench } from '../memory-bench.ts';
import { REDSHIFT, rulesReaching } from '../rules.ts';

const { id } = DEPLOYMENT;

/** When that is told again which `mark` marked, and what is marked once more after it. */
export const MARKED = inA(2 * MINUTE);
export const ANEW = inA(2 * MINUTE + SECOND);

/** The story of one Deployment, and its access as it is then; `none`: it is to reach nothing. */
export async function openTold(
  rules = rulesReaching(REDSHIFT),
  row: Parameters<MemoryBench['row']>[1] | 'none' = {},
) {
  const bench = openMemoryBench(rules);
  const { record, slack, tools } = bench;
  await bench.decide();
  if (row !== 'none') await bench.row('redshift', { state: 'granted', ...row });
  return {
    ...bench,
    tell: () => notify(id, tools),
    rowOf: async () => (await record.messages.get(id))?.item,
    dueOf: async () => (await record.messages.get(id))?.due,
    /** When it is to be told again. */
    tellingOf: async () => (await record.tellings.get(id))?.due,
    /** Marked a second ago, so that one that is marked anew is another. */
    mark: async (options: { readonly asked?: true } = {}) => {
      await record.tellings.mark(id, options);
      await bench.pass(SECOND);
    },
    change: async (more: Partial<MessageItem>, due?: string) => {
      const found = await record.messages.get(id);
      const item = { deploymentId: id, ...found?.item, ...more };
      await record.messages.write(id, found?.version ?? 0, item, due);
    },
    /** Does this when Slack is next asked to post. */
    meanwhile: (work: () => unknown) => {
      const post = slack.post.bind(slack);
      jest.spyOn(slack, 'post').mockImplementationOnce(async (...args) => {
        await work();
        return post(...args);
      });
    },
  };
}

export type Told = Awaited<ReturnType<typeof openTold>>;
