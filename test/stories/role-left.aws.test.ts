import { AttachRolePolicyCommand, DetachRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../../shared/runtime/clock.ts';
import { parseOrder } from '../../shared/stories/operate/operate-order.ts';
import { operate } from '../../shared/stories/operate.ts';
import { LAKE, rulesReaching } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const JANE = 'jane@acme.example';
const READ = 'arn:aws:iam::999988887777:policy/lake-read';
const BY_HAND = 'arn:aws:iam::999988887777:policy/by-hand';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(LAKE));
  bench.aws.iam.addPolicy(READ);
  bench.aws.iam.addPolicy(BY_HAND);
});
afterEach(() => bench.close());

const roleOf = (namespace: string) =>
  bench.aws.iam.roles().find(({ arn }) => arn.endsWith(`/airflow-${namespace}`));

/** Somebody with rights of their own. */
const somebody = () =>
  new IAMClient({
    endpoint: bench.aws.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
const byHandOn = (namespace: string) => ({ RoleName: `airflow-${namespace}`, PolicyArn: BY_HAND });

async function report(id: string) {
  const answer = await operate(parseOrder({ by: JANE, action: 'report' }), bench.tools);
  return answer.report?.rows.filter(({ deploymentId }) => deploymentId === id);
}

async function passing(minutes: number) {
  for (let minute = 0; minute < minutes; minute += 1) {
    await bench.pass(MINUTE);
    await bench.drain();
  }
}

/** One that is gone, and on whose role somebody had put a policy. */
async function left() {
  for (let count = 0; count < 9; count += 1) await bench.create(`other-${count}`);
  const made = await bench.create('etl');
  await bench.drain();
  await passing(2);
  await somebody().send(new AttachRolePolicyCommand(byHandOn(made.namespace)));
  bench.astro.remove(made.id);
  await passing(20);
  return made;
}

describe('a role of its own on which others have put something', () => {
  it('lets nobody in any more, and is in the report', async () => {
    const { id, identity, namespace } = await left();
    const role = roleOf(namespace);
    expect(role?.attached).toEqual([BY_HAND]);
    expect(bench.aws.iam.canAssume(role?.arn ?? '', identity)).toBe(false);
    const rows = await report(id);
    expect(rows).toMatchObject([{ reaches: 'no', state: 'revoked', code: 'role-left' }]);
    expect(rows?.[0]?.reason).toContain(BY_HAND);
  });

  it('stays in the report day after day, and asks nobody twice', async () => {
    const { id } = await left();
    for (let day = 0; day < 3; day += 1) {
      await bench.pass(25 * HOUR);
      expect(bench.queue.filter(({ to, key }) => to === 'notify' && key === id)).toEqual([]);
      await bench.drain();
    }
    expect(await report(id)).toMatchObject([{ code: 'role-left' }]);
  });

  it('is deleted once they have taken it off', async () => {
    const { id, namespace } = await left();
    await somebody().send(new DetachRolePolicyCommand(byHandOn(namespace)));
    await bench.pass(25 * HOUR);
    await bench.drain();
    expect(roleOf(namespace)).toBeUndefined();
    expect(await report(id)).toEqual([]);
  });
});
