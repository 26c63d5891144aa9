import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VersionConflictError } from '../../shared/record/errors.ts';
import type { AccessRecord } from '../../shared/record/record.ts';
import { grantAccess } from '../../shared/stories/grant-access.ts';
import { REDSHIFT, rulesReaching, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const KEY = `aws-shared-role/${SHARED_ROLE}`;
const COUNT = 40;

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT));
  bench.aws.iam.setQuota({ trustPolicySize: 8_192 });
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
});
afterEach(() => bench.close());

/** Deployments decided and not granted yet. */
async function decided(count = COUNT, prefix = 'etl'): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let place = 0; place < count; place += 1) {
    const { id } = await bench.create(`${prefix}-${place}`);
    ids.push(id);
    await bench.deliver({ to: 'decide', key: id });
  }
  bench.queue.splice(0);
  return ids;
}

/** A record whose writes take a while, and that notes what is begun and ended in which order. */
function slowly(record: AccessRecord) {
  const log: string[] = [];
  let [now, most] = [0, 0];
  const wait = async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
  };
  const { accesses, tellings } = record;
  const slow: AccessRecord = {
    ...record,
    accesses: {
      ...accesses,
      write: async (read, next, due) => {
        const what = next.answers === undefined ? 'ahead' : next.state;
        log.push(`${what} ${next.deploymentId} begins`);
        await wait();
        const written = await accesses.write(read, next, due);
        log.push(`${what} ${next.deploymentId} ends`);
        return written;
      },
    },
    tellings: {
      ...tellings,
      mark: async (deploymentId) => {
        await wait();
        await tellings.mark(deploymentId);
        log.push(`marked ${deploymentId}`);
      },
    },
  };
  return { record: slow, log, most: () => most };
}

async function granting(record: AccessRecord) {
  await grantAccess(KEY, { ...bench.tools, record });
}

describe('grantAccess for many accesses', () => {
  it('writes sixteen rows at once and no more', async () => {
    await decided();
    const slow = slowly(bench.record);
    await granting(slow.record);
    expect(slow.most()).toBe(16);
    expect(slow.log.filter((line) => /^ahead .* ends$/.test(line))).toHaveLength(COUNT);
    expect(slow.log.filter((line) => /^granted .* ends$/.test(line))).toHaveLength(COUNT);
  });

  it('has written all rows ahead before the policy, and settles none before', async () => {
    await decided();
    const slow = slowly(bench.record);
    await granting(slow.record);
    const lastAhead = slow.log.findLastIndex((line) => line.startsWith('ahead'));
    const firstSettled = slow.log.findIndex((line) => line.startsWith('granted'));
    expect(lastAhead).toBeLessThan(firstSettled);
    expect(bench.aws.faults.calls.get('iam:UpdateAssumeRolePolicy')).toBe(1);
  });

  it('marks whom it has to tell before it writes the row that it tells of', async () => {
    const ids = await decided();
    const slow = slowly(bench.record);
    await granting(slow.record);
    for (const id of ids) {
      const marked = slow.log.indexOf(`marked ${id}`);
      expect(marked).toBeGreaterThanOrEqual(0);
      expect(marked).toBeLessThan(slow.log.indexOf(`granted ${id} begins`));
    }
    const told = bench.queue.filter(({ to }) => to === 'notify').map(({ key }) => key);
    expect(told.toSorted()).toEqual(ids.toSorted());
  });

  it('has written those who come before it begins with those who go', async () => {
    const leaving = await decided(20, 'old');
    await granting(bench.record);
    bench.aws.clock.advance(120_000);
    bench.queue.splice(0);
    for (const id of leaving) {
      const { ticket, item } = await bench.record.deployments.take(id);
      if (item.decided === undefined) throw new Error('undecided');
      await bench.record.deployments.decide(id, ticket, { ...item.decided, wants: [] });
    }
    const coming = await decided(20, 'new');
    const slow = slowly(bench.record);
    await granting(slow.record);
    for (const what of ['ahead', 'settled']) {
      const [comes, goes] = what === 'ahead' ? ['ahead', 'ahead'] : ['granted', 'revoked'];
      const last = Math.max(...coming.map((id) => slow.log.indexOf(`${comes} ${id} ends`)));
      const first = Math.min(...leaving.map((id) => slow.log.indexOf(`${goes} ${id} begins`)));
      expect(last).toBeGreaterThanOrEqual(0);
      expect(last).toBeLessThan(first);
    }
  });

  it('ends the attempt at a row that another wrote, and tells of all in the end', async () => {
    const ids = await decided();
    const { accesses } = bench.record;
    let writes = 0;
    const contested: AccessRecord = {
      ...bench.record,
      accesses: {
        ...accesses,
        write: async (read, next, due) => {
          writes += 1;
          if (writes === COUNT + 20) throw new VersionConflictError('another was quicker');
          return accesses.write(read, next, due);
        },
      },
    };
    await granting(contested);
    expect(writes).toBeGreaterThan(2 * COUNT);
    const told = bench.queue.filter(({ to }) => to === 'notify').map(({ key }) => key);
    expect(told.toSorted()).toEqual(ids.toSorted());
  });

  it('goes up with what it did not foresee', async () => {
    await decided();
    const broken: AccessRecord = {
      ...bench.record,
      accesses: {
        ...bench.record.accesses,
        write: async () => {
          throw new TypeError('a bug');
        },
      },
    };
    await expect(granting(broken)).rejects.toThrow('a bug');
  });
});
