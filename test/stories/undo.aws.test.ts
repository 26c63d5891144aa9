import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HOUR, MINUTE, SECOND } from '../../shared/runtime/clock.ts';
import { wantsOf } from '../../shared/stories/operate/decide-by-hand.ts';
import { decideOn } from '../../shared/stories/operate/decide-on.ts';
import { type Decision, parseOrder } from '../../shared/stories/operate/operate-order.ts';
import { operate } from '../../shared/stories/operate.ts';
import { LAKE, REDSHIFT, ruleFor, rulesOf, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

// Days of sweeps against emulators over HTTP.
jest.setTimeout(30_000);

const TARGETS = { ...REDSHIFT, ...LAKE };
const BOTH = rulesOf(TARGETS, [ruleFor('etl-*', 'redshift'), ruleFor('*', 'lake')]);

let bench: Workbench;
let id: string;
let identity: string;

beforeEach(async () => {
  bench = await openWorkbench('aws', BOTH);
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
  bench.aws.iam.addPolicy('arn:aws:iam::999988887777:policy/lake-read');
  ({ id, identity } = await bench.create('etl-prod'));
  await bench.drain();
});
afterEach(() => bench.close());

const isIn = () => bench.aws.iam.canAssume(SHARED_ROLE, identity);
const want = async () => (await wantsOf(id, bench.record)).find((one) => one.target === 'redshift');
const message = () => bench.slack.messages.find(({ deploymentId }) => deploymentId === id);

async function ask(action: Decision, by = 'jane@acme.example') {
  const accessId = (await want())?.accessId;
  const answer = await operate(parseOrder({ action, deploymentId: id, accessId, by }), bench.tools);
  await bench.drain();
  return answer.text;
}

async function renamed(name: string) {
  bench.astro.update(id, { name });
  await bench.pass(MINUTE);
  await bench.drain();
}

async function later(milliseconds: number) {
  await bench.pass(milliseconds);
  await bench.drain();
  await bench.pass(MINUTE);
  await bench.drain();
}

describe('access that no rule gives any more', () => {
  beforeEach(() => renamed('other'));

  it('is announced, and goes after keep', async () => {
    expect(isIn()).toBe(true);
    expect(await want()).toMatchObject({ until: expect.any(String) });
    expect(JSON.stringify(message())).toContain('No rule gives it any more');
    await later(25 * HOUR);
    expect(isIn()).toBe(false);
  });

  it('stays once somebody releases it, until a person denies it', async () => {
    expect(await ask('release')).toContain('Kept: no access rule gives it');
    expect(await want()).toMatchObject({ kept: true });
    expect(await want()).not.toHaveProperty('until');
    await later(72 * HOUR);
    expect(isIn()).toBe(true);
    expect(await bench.accesses(id)).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: 'kept' }) }),
    );
    await ask('deny');
    expect(isIn()).toBe(false);
    expect(await want()).toBeUndefined();
  });

  it('is kept once, however often it is released', async () => {
    await ask('release');
    await ask('release');
    await ask('release', 'bob@acme.example');
    expect(await want()).toMatchObject({ kept: true });
  });

  it('is an ordinary one again when a rule gives it again, and ends as such', async () => {
    await ask('release');
    await renamed('etl-again');
    expect(await want()).not.toHaveProperty('kept');
    await renamed('other-again');
    expect(await want()).toMatchObject({ until: expect.any(String) });
    await later(25 * HOUR);
    expect(isIn()).toBe(false);
  });

  it('ends after keep when the decision is lost', async () => {
    await ask('release');
    const rows = bench.store.snapshot();
    const left = rows.filter(({ body }) => body.verdict !== 'kept');
    expect(rows.length - left.length).toBe(1);
    bench.store.restore(left);
    bench.setRules(`${BOTH}  - ${ruleFor('nobody', 'lake').replace('for-lake', 'more')}\n`);
    await later(MINUTE);
    expect(await want()).toMatchObject({ until: expect.any(String) });
    expect(isIn()).toBe(true);
    await later(25 * HOUR);
    expect(isIn()).toBe(false);
  });

  it('goes at once when it is denied', async () => {
    await ask('deny');
    expect(isIn()).toBe(false);
    expect(await want()).toBeUndefined();
  });

  it('stays while it is held, and ends after it is released', async () => {
    await ask('hold');
    await later(72 * HOUR);
    expect(isIn()).toBe(true);
    await ask('release');
    expect(await want()).toMatchObject({ until: expect.any(String) });
    expect(isIn()).toBe(true);
    await later(25 * HOUR);
    expect(isIn()).toBe(false);
  });

  it('cannot be approved, and says what can be done', async () => {
    await expect(ask('approve')).rejects.toThrow(
      'redshift: no access rule gives it any more, so there is nothing to approve. If it should stay, release it.',
    );
  });

  it('stays though its end passes before decide-access has heard of the press', async () => {
    await bench.pass(24 * HOUR - 2 * MINUTE);
    await bench.drain();
    const wants = (await wantsOf(id, bench.record)).filter(({ target }) => target === 'redshift');
    const deciding = { decision: 'release', deploymentId: id, by: 'jane' } as const;
    await decideOn(wants, deciding, bench.tools);
    const late = bench.queue.splice(0);
    await bench.pass(10 * MINUTE);
    await bench.drain();
    expect(isIn()).toBe(true);
    bench.queue.push(...late);
    await bench.drain();
    expect(await want()).toMatchObject({ kept: true });
    await later(48 * HOUR);
    expect(isIn()).toBe(true);
  });

  it.each([
    ['a moment before it ends', 24 * HOUR - 20 * SECOND, 'too late: it ends at'],
    ['when it has ended', 24 * HOUR + MINUTE, 'too late: it ended at'],
  ])('is not promised to stay %s', async (_it, milliseconds, complaint) => {
    const wants = (await wantsOf(id, bench.record)).filter(({ target }) => target === 'redshift');
    bench.aws.clock.advance(milliseconds);
    const deciding = { decision: 'release', deploymentId: id, by: 'jane' } as const;
    const { decided, refused, text } = await decideOn(wants, deciding, bench.tools);
    expect([decided, refused.length]).toEqual([[], 1]);
    expect(text).toContain(`redshift: ${complaint}`);
    expect(text).toContain('put the rule or the name back');
    expect(await bench.record.decisions.get(wants.map(({ accessId }) => accessId))).toEqual(
      new Map(),
    );
  });

  it('says which of several it kept, and which only go on', async () => {
    const order = { action: 'release', deploymentId: id, by: 'jane' };
    const { text } = await operate(parseOrder(order), bench.tools);
    expect(text).toContain('lake: released: it goes on as the access rules say.');
    expect(text).toContain('redshift: kept: no access rule gives it');
  });
});

describe('many that end', () => {
  it('do not count for the breaker when people keep or deny them', async () => {
    const made = [];
    for (let place = 0; place < 5; place += 1) made.push(await bench.create(`etl-${place}`));
    await bench.drain();
    await bench.record.breaker.confirm('jane@acme.example');
    for (const { id: one } of made) bench.astro.update(one, { name: 'other' });
    await later(MINUTE);
    await later(2 * HOUR);
    const before = (await bench.record.breaker.get()).ended.length;
    for (const { id: deploymentId } of made) {
      await operate(parseOrder({ action: 'release', deploymentId }), bench.tools);
    }
    await bench.drain();
    for (const { id: deploymentId } of made) {
      await operate(parseOrder({ action: 'deny', deploymentId }), bench.tools);
    }
    await bench.drain();
    const { ended, tripped } = await bench.record.breaker.get();
    expect([ended.length, tripped]).toEqual([before, undefined]);
    for (const one of made) {
      expect(bench.aws.iam.canAssume(SHARED_ROLE, one.identity)).toBe(false);
    }
  });
});

describe('decideOn', () => {
  const press = async (decision: Decision, by: string, seen: number) => {
    const wants = (await wantsOf(id, bench.record)).filter(({ target }) => target === 'redshift');
    const accessId = wants[0]?.accessId ?? '';
    const deciding = { decision, deploymentId: id, by, seen: new Map([[accessId, seen]]) };
    return decideOn(wants, deciding, bench.tools);
  };

  it('acts once on two presses at once, and says so to the second', async () => {
    const [one, other] = await Promise.all([press('hold', 'jane', 0), press('deny', 'bob', 0)]);
    const [won, lost] = one.decided.length > 0 ? [one, other] : [other, one];
    expect([won.decided.length, won.overtaken.length]).toEqual([1, 0]);
    expect([lost.decided.length, lost.overtaken.length]).toEqual([0, 1]);
    expect(lost.text).toBe(
      'redshift: somebody else decided on it in the meantime, and nothing was done.',
    );
    const history = await bench.record.history.of(id);
    expect(history.filter(({ event }) => event.startsWith('decision.'))).toHaveLength(1);
  });

  it('takes the same press twice for one, and sends again what the first may not have sent', async () => {
    await press('hold', 'jane', 0);
    bench.queue.length = 0;
    const { decided, text } = await press('hold', 'jane', 0);
    expect(decided).toHaveLength(1);
    expect(text).toContain('Held');
    expect(bench.queue.map(({ to }) => to)).toEqual(['target', 'notify']);
    const history = await bench.record.history.of(id);
    expect(history.filter(({ event }) => event === 'decision.held')).toHaveLength(1);
  });

  it('goes on from what was decided before', async () => {
    await press('hold', 'jane', 0);
    expect((await press('release', 'bob', 1)).decided).toHaveLength(1);
    expect((await press('hold', 'eve', 1)).overtaken).toHaveLength(1);
  });
});
