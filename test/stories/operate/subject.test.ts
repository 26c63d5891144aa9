import { describe, expect, it } from '@jest/globals';
import type { Decided } from '../../../shared/record/items.ts';
import { InvalidEventError } from '../../../shared/runtime/errors.ts';
import type { Subject } from '../../../shared/stories/operate/operate-order.ts';
import { deploymentIdOf } from '../../../shared/stories/operate/subject.ts';
import { decided } from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';
import { problem } from '../findings.ts';
import { another, putDecided } from './order-bench.ts';

const called = (id: string, name: string): Partial<Decided> => ({
  deployment: { ...decided().deployment, id, name },
  wants: [another(id)],
});
const gone = { wants: [], nothing: problem('gone') };

/** Two `twin`, of which one is gone, and two `lost`, which reach nothing; one is not decided on yet. */
async function open() {
  const { record } = openEngine();
  await record.deployments.take('undecided');
  await putDecided(record, 'one', called('one', 'etl'));
  await putDecided(record, 'two', called('two', 'twin'));
  await putDecided(record, 'three', { ...called('three', 'twin'), ...gone });
  await putDecided(record, 'four', { ...called('four', 'old'), ...gone });
  for (const id of ['a', 'b']) {
    const nothing = problem('no-rule');
    await putDecided(record, id, { ...called(id, 'lost'), nothing });
  }
  return record;
}

describe('deploymentIdOf', () => {
  it.each<[string, Subject, string]>([
    ['its id, be it in the record or not', { deploymentId: 'nine', deployment: 'etl' }, 'nine'],
    ['its name', { deployment: 'etl' }, 'one'],
    ['its name, of whatever access', { deployment: 'etl', accessId: 'access-to-two' }, 'one'],
    ['one of its accesses', { accessId: 'access-to-two' }, 'two'],
    ['a name that another had which is gone', { deployment: 'twin' }, 'two'],
    ['a name that none has but one which is gone', { deployment: 'old' }, 'four'],
  ])('knows it by %s', async (_what, subject, id) => {
    expect(await deploymentIdOf(subject, await open())).toBe(id);
  });

  it.each<[Subject, string]>([
    [{ deployment: 'nobody' }, 'the record has no Deployment called nobody'],
    [{ accessId: 'access-9' }, 'the record has no access access-9'],
    [
      { deployment: 'lost' },
      'there is more than one Deployment called lost: say which by its id, b, a',
    ],
  ])('does not guess whom %j means', async (subject, complaint) => {
    const found = deploymentIdOf(subject, await open());
    await expect(found).rejects.toThrow(new InvalidEventError(complaint));
  });
});
