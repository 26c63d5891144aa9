import { describe, expect, it, jest } from '@jest/globals';
import { previewSituations, wantsOn } from '../../../shared/stories/operate/preview-situations.ts';
import { decided, want } from '../../record/samples.ts';
import { NOW } from '../findings.ts';
import { DEPLOYMENT } from '../memory-bench.ts';
import { LAKE, REDSHIFT, rulesReaching } from '../rules.ts';
import { another, openPreviewBench, TRUST } from './preview-bench.ts';

const NOBODY = { wants: [], nothing: { code: 'no-rule', text: '', advice: '' } };

async function lookAs(more: object, bench = openPreviewBench()) {
  const head = await bench.decide();
  const asked = { ...head, decided: { ...head.decided, ...more } };
  return previewSituations(asked, TRUST, bench.tools);
}

describe('previewSituations', () => {
  it('makes an empty row of what it is to be given for the first time, and keeps none', async () => {
    const bench = openPreviewBench();
    const head = await bench.decide();
    const wants = head.decided.wants.map((one) => ({ ...one, accessId: 'access-1' }));
    const asked = { ...head, decided: { ...head.decided, wants } };
    const before = bench.store.snapshot();
    const found = await previewSituations(asked, TRUST, bench.tools);
    expect(found).toHaveLength(2);
    expect(found[1]).toMatchObject({
      access: {
        version: 0,
        item: {
          accessId: 'access-1',
          targetKey: TRUST,
          deploymentId: DEPLOYMENT.id,
          createdAt: NOW.toISOString(),
          state: 'pending',
          since: NOW.toISOString(),
          placed: [],
        },
      },
      order: { kind: 'grant', want: wants[0] },
    });
    expect(bench.store.snapshot()).toEqual(before);
  });

  it('has a row that is there as it is there', async () => {
    const bench = openPreviewBench();
    const found = await previewSituations(await bench.grant(), TRUST, bench.tools);
    expect(found).toMatchObject([{ access: { version: 3, item: { state: 'granted' } } }]);
  });

  it('takes what is decided now, not what was written down', async () => {
    expect(await lookAs(NOBODY)).toMatchObject([{ order: { kind: 'withdraw' } }]);
    expect(await lookAs({})).toMatchObject([{ order: { kind: 'grant' } }]);
  });

  it('takes for others what was written down of them, and what people said', async () => {
    const bench = openPreviewBench();
    await bench.decide(another('other'));
    await bench.decide(another('denied'));
    await bench.say('denied', 'redshift', 'denied');
    const found = await lookAs({}, bench);
    const orders = found.map(({ access, order }) => `${access.item.deploymentId}: ${order.kind}`);
    expect(orders.toSorted()).toEqual([
      `${DEPLOYMENT.id}: grant`,
      'denied: withdraw',
      'other: grant',
    ]);
  });

  it('asks for each Deployment once', async () => {
    const bench = openPreviewBench(
      rulesReaching({ ...REDSHIFT, again: REDSHIFT.redshift.replace('id: redshift', 'id: again') }),
    );
    await bench.decide(another('other'));
    const head = await bench.decide();
    const asked = jest.spyOn(bench.record.deployments, 'getReadable');
    await previewSituations(head, TRUST, bench.tools);
    expect(asked.mock.calls.map(([ids]) => ids.toSorted())).toEqual([[DEPLOYMENT.id, 'other']]);
  });

  it('leaves out what is wanted on other targets', async () => {
    const bench = openPreviewBench(rulesReaching({ ...REDSHIFT, ...LAKE }));
    bench.tell();
    const found = await lookAs({}, bench);
    expect(found.map(({ access }) => access.item.targetKey)).toEqual([TRUST]);
  });
});

describe('wantsOn', () => {
  it('has those on this target alone', () => {
    const elsewhere = { ...want, targetKey: 'aws-own-role/999988887777/lake' };
    const head = decided({ wants: [elsewhere, want] });
    expect(wantsOn(want.targetKey, head)).toEqual([want]);
  });
});
