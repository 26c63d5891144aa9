import { describe, expect, it, jest } from '@jest/globals';
import { PolicyRefusedError, TransientError } from '../../../shared/cloud/errors.ts';
import { readOnce } from '../../../shared/stories/operate/read-once.ts';
import { DEPLOYMENT } from '../memory-bench.ts';
import { another, openPreviewBench, TRUST, trusting } from './preview-bench.ts';

const OTHER = another('other');
const REFUSED = new PolicyRefusedError('access-denied', 'It is denied.', 'Allow it.');
const PASSING = new TransientError('throttled');

async function open() {
  const bench = openPreviewBench();
  await bench.decide();
  await bench.decide(OTHER);
  bench.looks.splice(0);
  return { ...bench, once: readOnce(bench.tools) };
}

describe('readOnce', () => {
  it('opens and reads a policy once, for whomever it was first', async () => {
    const { once, looks, trusts } = await open();
    const first = once.open(TRUST, 'one');
    expect(await first.read()).toEqual(trusting());
    trusts.set(TRUST, trusting('arn:aws:iam::111122223333:role/later'));
    expect(await first.read()).toEqual(trusting());
    expect(await once.open(TRUST, 'another').read()).toEqual(trusting());
    expect(looks).toEqual([`open ${TRUST} for one`, `read ${TRUST}`]);
  });

  it('opens each policy, and plans as ever', async () => {
    const { once, looks } = await open();
    const nothing = { standings: new Map(), notices: [] };
    const other = once.open('aws-shared-role/other', 'one');
    expect(other.plan(await other.read(), [], new Set())).toMatchObject(nothing);
    await once.open(TRUST, 'one').read();
    expect(looks).toContain('read aws-shared-role/other');
    expect(looks).toContain(`read ${TRUST}`);
  });

  it('has what is refused refused for all', async () => {
    const { once, looks, faults } = await open();
    faults.set(TRUST, REFUSED);
    await expect(once.open(TRUST, 'one').read()).rejects.toBe(REFUSED);
    await expect(once.open(TRUST, 'another').read()).rejects.toBe(REFUSED);
    expect(looks).toEqual([`open ${TRUST} for one`, `read ${TRUST}`]);
  });

  it('reads again what could not be read for a while', async () => {
    const { once, faults } = await open();
    faults.set(TRUST, PASSING);
    await expect(once.open(TRUST, 'one').read()).rejects.toBe(PASSING);
    faults.clear();
    expect(await once.open(TRUST, 'another').read()).toEqual(trusting());
  });

  it('has all else as it was given', async () => {
    const { once, tools, record } = await open();
    expect(once.rules).toBe(tools.rules);
    expect(once.clock).toBe(tools.clock);
    expect(once.record.history).toBe(record.history);
    expect(once.record.accesses.get).toBe(record.accesses.get);
    expect(once.record.deployments.list).toBe(record.deployments.list);
    expect(once.record.decisions.find).toBe(record.decisions.find);
    expect(once.record.pause.set).toBe(record.pause.set);
  });
});

describe('of Astro', () => {
  it('one list tells of all', async () => {
    const { once, looks } = await open();
    expect((await once.astro.list()).deployments).toHaveLength(2);
    expect(await once.astro.get(DEPLOYMENT.id)).toMatchObject({ name: 'etl-prod' });
    expect(await once.astro.get('other')).toMatchObject({ name: 'other' });
    expect(looks).toEqual(['list']);
  });

  it('one that is not in the list is asked for by itself', async () => {
    const { once, tell, looks } = await open();
    await once.astro.list();
    tell(another('new'));
    expect(await once.astro.get('new')).toMatchObject({ name: 'new' });
    expect(await once.astro.get('nobody')).toBeUndefined();
    expect(looks).toEqual(['list', 'get new', 'get nobody']);
  });
});

describe('of the record', () => {
  it('the rows of a target are read once', async () => {
    const { once, record } = await open();
    const read = jest.spyOn(record.accesses, 'onTarget');
    const { onTarget } = once.record.accesses;
    expect(await onTarget(TRUST)).toHaveLength(2);
    expect(await onTarget(TRUST)).toHaveLength(2);
    expect(await onTarget('gcp-project/acme')).toEqual([]);
    expect(read.mock.calls).toEqual([[TRUST], ['gcp-project/acme']]);
  });

  it('the switch is read once', async () => {
    const { once, record } = await open();
    const read = jest.spyOn(record.pause, 'get');
    const { pause } = once.record;
    const at = '2026-03-01T12:00:00.000Z';
    await pause.set({ by: 'jane', at });
    expect(await pause.get()).toEqual({ by: 'jane', at });
    await pause.set(undefined);
    expect(await pause.get()).toEqual({ by: 'jane', at });
    expect(read).toHaveBeenCalledTimes(1);
  });

  it.each(['deployments', 'decisions'] as const)(
    'of %s only the new are asked for',
    async (kind) => {
      const { once, record, say, wantOf } = await open();
      await say('approved', 'redshift');
      await say('denied', 'redshift', 'other');
      const accessIds = [await wantOf('redshift'), await wantOf('redshift', 'other')];
      const [one = '', two = ''] =
        kind === 'deployments'
          ? [DEPLOYMENT.id, 'other']
          : accessIds.map(({ accessId }) => accessId);
      const whole = await record[kind].get([one, two]);
      const reads = {
        deployments: jest.spyOn(record.deployments, 'get'),
        decisions: jest.spyOn(record.decisions, 'get'),
      };
      const { get } = once.record[kind];
      expect([...(await get([one, 'nobody'])).keys()]).toEqual([one]);
      expect(await get([two, 'nobody', one])).toEqual(whole);
      expect(await get([one, 'nobody'])).toEqual(new Map([[one, whole.get(one)]]));
      expect(reads[kind].mock.calls).toEqual([[[one, 'nobody']], [[two]]]);
    },
  );

  it('asks no second time for the Deployments that others on a target have', async () => {
    const { once, record } = await open();
    const read = jest.spyOn(record.deployments, 'getReadable');
    for (let time = 0; time < 2; time += 1) {
      const found = await once.record.deployments.getReadable([DEPLOYMENT.id]);
      expect([...found.keys()]).toEqual([DEPLOYMENT.id]);
    }
    expect(read).toHaveBeenCalledTimes(1);
  });
});
