import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OpenTarget } from '../../shared/cloud/target.ts';
import { MINUTE } from '../../shared/runtime/clock.ts';
import { grantAccess } from '../../shared/stories/grant-access.ts';
import { operate } from '../../shared/stories/operate.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const KEY = `aws-shared-role/${SHARED_ROLE}`;

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT));
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
});
afterEach(() => bench.close());

const canAssume = (identity: string) => bench.aws.iam.canAssume(SHARED_ROLE, identity);
const trust = () => bench.aws.iam.readTrustPolicy(SHARED_ROLE);

async function denied(deploymentId: string) {
  await operate({ action: 'deny', deploymentId, by: 'jane@acme.example' }, bench.tools);
}

/** Opens targets for a worker that hears of its first reading only after another has done all. */
function overtaken(): OpenTarget {
  let isFirst = true;
  return (targetKey, about) => {
    const target = bench.tools.open(targetKey, about);
    const read = async () => {
      const seen = await target.read();
      if (!isFirst) return seen;
      isFirst = false;
      await grantAccess(targetKey, bench.tools);
      return seen;
    };
    return { ...target, read };
  };
}

describe('what was given in another form before', () => {
  it('is taken out again where another’s write, made from an older reading, put it back', async () => {
    const [one] = await bench.createMany(1);
    await bench.sweeps(2);
    const older = trust();
    const { id = '', identity = '' } = one ?? {};
    const withId = REDSHIFT.redshift.replace('"}', '", externalId: acme-airflow}');
    bench.setRules(rulesReaching({ redshift: withId }));
    await bench.sweeps(1);
    const lets = () =>
      [undefined, 'acme-airflow'].map((externalId) =>
        bench.aws.iam.canAssume(SHARED_ROLE, identity, externalId),
      );
    expect(lets()).toEqual([false, true]);
    // Somebody else comes in between, and looks at the same role.
    await operate({ action: 'retry', deploymentId: id, by: 'jane@acme.example' }, bench.tools);
    await bench.drain();
    bench.aws.iam.writeTrustPolicy(SHARED_ROLE, older);
    await bench.sweeps(3);
    expect(lets()).toEqual([false, true]);
  });
});

describe('who was taken out of a shared role', () => {
  it('is not let in again by a second worker, who read before and writes afterwards', async () => {
    const [going, staying] = await bench.createMany(2);
    await bench.sweeps(2);
    await denied(going?.id ?? '');
    const coming = await bench.create('ml');
    for (const message of bench.queue.splice(0)) {
      if (message.to === 'decide') await bench.deliver(message);
    }
    bench.aws.clock.advance(MINUTE / 4);
    await grantAccess(KEY, { ...bench.tools, open: overtaken() });
    const who = [going, staying, coming].map((one) => canAssume(one?.identity ?? ''));
    expect(who).toEqual([false, true, true]);
  });
});
