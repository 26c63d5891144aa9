import { describe, expect, it } from '@jest/globals';
import { MemorySlack } from '../../../local/slack/memory-slack.ts';
import { HOUR, MINUTE } from '../../../shared/runtime/clock.ts';
import { callPeople } from '../../../shared/stories/notify/call-people.ts';
import { openRow } from '../../../shared/stories/notify/message-row.ts';
import type { News } from '../../../shared/stories/notify/news.ts';
import { rulesWith } from '../../rules/sample.ts';
import { openEngine } from '../engine-bench.ts';
import { inA } from '../findings.ts';

const CALL = { about: 'something', message: { text: 'It still waits.', blocks: [] } };

function news(more: Partial<News>): News {
  const message = { text: 'etl', blocks: [] };
  return {
    ...{ name: 'etl', channel: 'C0DATAOPS1', fallback: 'C0DATAOPS1', head: () => message },
    ...{ thread: [], drifts: [], gist: '', connections: false },
    ...more,
  };
}

/** When it is to come back to a message of which nobody was called yet. */
async function dueOf(more: Partial<News>): Promise<string | undefined> {
  const { record, clock, tools } = openEngine();
  const queues = { handOver: async () => {} };
  const slack = new MemorySlack();
  const row = openRow('deployment-1', undefined, { record, clock });
  const { due } = await callPeople(row, news(more), {
    ...{ ...tools, cloud: 'aws', queues, slack, rules: () => rulesWith() },
  });
  return due;
}

describe('callPeople comes back', () => {
  it.each<[string, Partial<News>, string | undefined]>([
    ['never where nothing waits', {}, undefined],
    ['when what waits by itself is late', { deadline: inA(30 * MINUTE) }, inA(30 * MINUTE)],
    ['after four hours where a person is waited for', { call: CALL }, inA(4 * HOUR)],
    ['when the first of both is', { call: CALL, deadline: inA(HOUR) }, inA(HOUR)],
    ['when the first of both is', { call: CALL, deadline: inA(5 * HOUR) }, inA(4 * HOUR)],
  ])('%s', async (_it, more, due) => {
    expect(await dueOf(more)).toBe(due);
  });
});
