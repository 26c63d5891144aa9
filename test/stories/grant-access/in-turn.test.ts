import { describe, expect, it } from '@jest/globals';
import { inTurn } from '../../../shared/stories/grant-access/in-turn.ts';
import { GRANT, keep, situationOf, WITHDRAW } from '../findings.ts';

const tick = () => new Promise((resolve) => setImmediate(resolve));

async function written(orders: Parameters<typeof situationOf>[0][]) {
  const log: string[] = [];
  let [now, most] = [0, 0];
  const situations = orders.map((order, place) =>
    situationOf(order, { accessId: `${order.kind} ${place}` }),
  );
  await inTurn(situations, async ({ access }) => {
    log.push(`begins ${access.item.accessId}`);
    now += 1;
    most = Math.max(most, now);
    await tick();
    now -= 1;
    log.push(`ends ${access.item.accessId}`);
  });
  return { log, most };
}

describe('inTurn', () => {
  it('has ended with all who take before it begins with any other', async () => {
    const { log } = await written([WITHDRAW, GRANT, keep('held'), GRANT]);
    expect(log.slice(0, 4).toSorted()).toEqual([
      'begins grant 1',
      'begins grant 3',
      'ends grant 1',
      'ends grant 3',
    ]);
    expect(log.slice(4).filter((line) => line.startsWith('ends'))).toEqual([
      'ends withdraw 0',
      'ends keep 2',
    ]);
  });

  it.each([
    ['take', GRANT],
    ['give up', WITHDRAW],
  ])('writes sixteen of those who %s at once, and no more', async (_they, order) => {
    const { log, most } = await written(Array.from({ length: 40 }, () => order));
    expect(most).toBe(16);
    expect(log).toHaveLength(80);
  });
});
