import { describe, expect, it } from '@jest/globals';
import { INSTALLATION } from '../../../shared/deployment/events.ts';
import type { Want } from '../../../shared/record/items.ts';
import {
  confirmEndings,
  pause,
  resume,
} from '../../../shared/stories/operate/installation-orders.ts';
import { decided, TARGET, want } from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';

/** Two Deployments, of which these are the wants of the first; what is sent is in `sent`. */
async function open(first: Partial<Want> = {}) {
  const { record, clock, steps } = openEngine();
  for (const [id, more] of Object.entries({ one: first, another: {} })) {
    const { ticket } = await record.deployments.take(id);
    const leaving = [{ accessId: 'access-2', targetKey: `left-by-${id}` }];
    const wants = [{ ...want, ...more }];
    await record.deployments.decide(id, ticket, decided({ wants, leaving }));
  }
  const sent: Record<string, readonly string[]> = {};
  const send = (to: string) => async (ids: readonly string[]) => {
    sent[to] = ids.toSorted();
  };
  const queues = {
    decide: send('decide'),
    markTargets: send('targets'),
    notify: send('notify'),
    handOver: send('handover'),
  };
  return { tools: { record, clock, queues }, sent, steps };
}

describe('what is ordered for an installation', () => {
  it('confirmed: what was withheld is decided again, and told', async () => {
    const { tools, sent, steps } = await open({ withheld: true });
    await confirmEndings('jane', tools);
    expect(sent).toEqual({ decide: ['one'], notify: [INSTALLATION] });
    expect(steps).toEqual([`marked ${INSTALLATION}`]);
  });

  it('paused: is told, once', async () => {
    const { tools, sent, steps } = await open();
    await pause('jane', tools);
    expect(await pause('sam', tools)).toContain('by jane');
    expect(sent).toEqual({ notify: [INSTALLATION] });
    expect(steps).toEqual([`marked ${INSTALLATION}`]);
    expect(await tools.record.pause.get()).toMatchObject({ by: 'jane' });
  });

  it('resumed: every target is looked at, also those that are being left', async () => {
    const { tools, sent } = await open();
    await pause('jane', tools);
    await resume('sam', tools);
    expect(sent.targets).toEqual([TARGET, 'left-by-another', 'left-by-one'].toSorted());
    expect(await tools.record.pause.get()).toBeUndefined();
  });

  it('is in the history with whoever ordered it', async () => {
    const { tools } = await open();
    await pause('jane', tools);
    await resume('sam', tools);
    await confirmEndings('ann', tools);
    const history = await tools.record.history.of(INSTALLATION);
    expect(history.map(({ event, by }) => [event, by])).toEqual([
      ['installation.paused', 'jane'],
      ['installation.resumed', 'sam'],
      ['endings.confirmed', 'ann'],
    ]);
  });
});
