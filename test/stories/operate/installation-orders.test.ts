import { describe, expect, it } from '@jest/globals';
import { INSTALLATION } from '../../../shared/deployment/events.ts';
import type { Want } from '../../../shared/record/items.ts';
import { after, HOUR } from '../../../shared/runtime/clock.ts';
import {
  confirmEndings,
  pause,
  resume,
} from '../../../shared/stories/operate/installation-orders.ts';
import { TARGET, want } from '../../record/samples.ts';
import { NOW } from '../findings.ts';
import { another, ID, openOrders, putDecided } from './order-bench.ts';

const AT = NOW.toISOString();

/** Two Deployments, of which these are the wants of the first, and one not decided on yet. */
async function open(first: Partial<Want> = {}) {
  const leaving = (id: string) => [{ accessId: 'access-2', targetKey: `left-by-${id}` }];
  const wants = [want, { ...want, ...first }];
  const bench = await openOrders({ wants, leaving: leaving(ID) });
  await putDecided(bench.record, 'another', { leaving: leaving('another') });
  await putDecided(bench.record, 'third', { wants: [another('lake')] });
  await bench.record.deployments.take('undecided');
  return bench;
}

const TOLD = [`marked ${INSTALLATION}`, `notify ${INSTALLATION}`];

describe('what is ordered for an installation', () => {
  it('confirmed: what was withheld is decided again, and told', async () => {
    const { tools, record, steps } = await open({ withheld: true });
    expect(await confirmEndings('jane', tools)).toBe(
      'Confirmed for an hour: 1 Deployment is looked at again, and what would end there ends.',
    );
    expect(steps).toEqual(['endings.confirmed', `decide ${ID}`, ...TOLD]);
    const { confirmed } = await record.breaker.get();
    expect(confirmed).toEqual({ by: 'jane', until: after(NOW, HOUR) });
  });

  it('paused: is told, once', async () => {
    const { tools, record, steps } = await open();
    expect(await pause('jane', tools)).toBe(
      'Paused: no policy is written until it is resumed. Everything else goes on, and what is to be given or taken waits.',
    );
    expect(await record.pause.get()).toEqual({ by: 'jane', at: AT });
    expect(await pause('sam', tools)).toBe(`It is paused already, by jane since ${AT}.`);
    expect(await record.pause.get()).toEqual({ by: 'jane', at: AT });
    expect(steps).toEqual(['installation.paused', ...TOLD]);
  });

  it('resumed: every target is looked at once, also those that are being left', async () => {
    const { tools, record, steps } = await open();
    await record.pause.set({ by: 'jane', at: AT });
    expect(await resume('sam', tools)).toBe(
      `Resumed: jane had paused it since ${AT}; 3 targets are looked at again.`,
    );
    expect(await record.pause.get()).toBeUndefined();
    expect(steps.toSorted()).toEqual(
      [
        'installation.resumed',
        ...[TARGET, 'left-by-another', `left-by-${ID}`].map((key) => `target ${key}`),
        ...TOLD,
      ].toSorted(),
    );
    expect(steps.slice(-2)).toEqual(TOLD);
  });

  it('resumed: nothing is done where it was not paused', async () => {
    const { tools, steps } = await open();
    expect(await resume('sam', tools)).toBe('It was not paused.');
    expect(steps).toEqual([]);
  });

  it('is in the history with whoever ordered it', async () => {
    const { tools, record } = await open();
    await pause('jane', tools);
    await resume('sam', tools);
    await confirmEndings('ann', tools);
    const line = { deploymentId: INSTALLATION, at: AT };
    expect(await record.history.of(INSTALLATION)).toEqual([
      { ...line, event: 'installation.paused', by: 'jane' },
      { ...line, event: 'installation.resumed', by: 'sam' },
      { ...line, event: 'endings.confirmed', by: 'ann' },
    ]);
  });
});
