import { describe, expect, it } from '@jest/globals';
import type { Decided } from '../../../shared/record/items.ts';
import { InvalidEventError } from '../../../shared/runtime/errors.ts';
import { deploymentStatus } from '../../../shared/stories/operate/deployment-status.ts';
import { AT, access, decided, IDENTITY, want } from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';
import { problem } from '../findings.ts';
import { another, ID, putDecided } from './order-bench.ts';

const WHO = `etl-prod (${ID}, ${IDENTITY})`;

async function open(more: Partial<Decided> = {}) {
  const { record } = openEngine();
  await putDecided(record, ID, more);
  await record.accesses.create(access({ state: 'refused', reason: problem('denied') }), AT);
  return record;
}

describe('deploymentStatus', () => {
  it('says which Deployment it is, and how its access stands', async () => {
    expect(await deploymentStatus(ID, undefined, await open())).toEqual({
      text: `${WHO}: one access, as decided ${AT}.`,
      accesses: [
        {
          accessId: 'access-1',
          target: 'redshift',
          state: 'refused',
          reason: 'It is denied.',
          advice: 'Nothing to do.',
        },
      ],
    });
  });

  it('says it of the one access that is asked for', async () => {
    const other = another('lake');
    const record = await open({ wants: [want, other] });
    const { text, accesses } = await deploymentStatus(ID, other.accessId, record);
    expect(text).toBe(`${WHO}: one access, as decided ${AT}.`);
    expect(accesses).toEqual([{ accessId: other.accessId, target: 'lake', state: 'pending' }]);
    const both = await deploymentStatus(ID, undefined, record);
    expect(both.text).toContain(': 2 accesses');
  });

  it('says why it gets none, and that it has no identity', async () => {
    const { workloadIdentity: _, ...deployment } = decided().deployment;
    const record = await open({ wants: [], nothing: problem('no-rule'), deployment });
    expect(await deploymentStatus(ID, undefined, record)).toEqual({
      text: `etl-prod (${ID}, no identity yet): no accesses, as decided ${AT}. It is no-rule. Nothing to do.`,
      accesses: [],
    });
  });

  it('fails where the record does not know it', async () => {
    const status = deploymentStatus('another', undefined, await open());
    await expect(status).rejects.toThrow(InvalidEventError);
    await expect(status).rejects.toThrow('no Deployment another');
  });
});
