import { describe, expect, it } from '@jest/globals';
import { InvalidEventError } from '../../../shared/runtime/errors.ts';
import { decideByHand, wantsOf } from '../../../shared/stories/operate/decide-by-hand.ts';
import { AT, access, want } from '../../record/samples.ts';
import { problem } from '../findings.ts';
import { another, ID, openOrders } from './order-bench.ts';

const lake = another('lake', { kept: true });
const by = 'jane';

async function open(wants = [want, lake]) {
  const bench = await openOrders({ wants });
  await bench.record.accesses.create(access({ state: 'waiting', reason: problem('held') }), AT);
  const order = (decision: 'approve' | 'deny', accessId?: string) =>
    decideByHand({ decision, deploymentId: ID, accessId, by }, bench.tools);
  return { ...bench, order };
}

const STANDING = {
  ...{ accessId: want.accessId, target: 'redshift', state: 'waiting' },
  ...{ reason: 'It is held.', advice: 'Nothing to do.' },
};
const PENDING = { accessId: lake.accessId, target: 'lake', state: 'pending' };

describe('decideByHand', () => {
  it('decides on all accesses of a Deployment, and says how they stand', async () => {
    const { order, record } = await open();
    expect(await order('deny')).toStrictEqual({
      text: 'Denied: it is not given, and what was given is being taken back.',
      accesses: [STANDING, PENDING],
    });
    const said = await record.decisions.get([want.accessId, lake.accessId]);
    expect([...said.values()]).toMatchObject([{ by }, { by }]);
  });

  it('decides on the one that is named', async () => {
    const { order, record } = await open();
    expect((await order('deny', lake.accessId)).accesses).toEqual([PENDING]);
    const said = await record.decisions.get([want.accessId, lake.accessId]);
    expect([...said.keys()]).toEqual([lake.accessId]);
  });

  it('shows those too on which it could not be decided', async () => {
    const { order } = await open();
    const { text, accesses } = await order('approve');
    expect(text).toContain('lake: no access rule gives it any more');
    expect(accesses).toEqual([STANDING, PENDING]);
  });

  it.each<[string, 'approve' | 'deny', string | undefined, string]>([
    [
      ...(['on which it cannot be decided so', 'approve', lake.accessId] as const),
      'lake: no access rule gives it any more, so there is nothing to approve. If it should stay, release it.',
    ],
    ['that is not there', 'deny', 'access-9', 'there is no access access-9 to deny'],
  ])('throws of one %s', async (_which, decision, accessId, complaint) => {
    const { order } = await open();
    await expect(order(decision, accessId)).rejects.toThrow(new InvalidEventError(complaint));
  });

  it('throws where there is none', async () => {
    const { order } = await open([]);
    const complaint = new InvalidEventError('there is no access at all to approve');
    await expect(order('approve')).rejects.toThrow(complaint);
  });
});

describe('wantsOf', () => {
  it.each([
    ['is unknown', 'another'],
    ['is not decided on yet', 'taken'],
  ])('throws of a Deployment that %s', async (_what, id) => {
    const { record } = await open();
    await record.deployments.take('taken');
    const wants = wantsOf(id, record);
    await expect(wants).rejects.toThrow(InvalidEventError);
    await expect(wants).rejects.toThrow(`the record has no Deployment ${id}: refresh it first`);
  });
});
