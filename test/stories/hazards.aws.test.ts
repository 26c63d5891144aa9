import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PolicyConflictError } from '../../shared/cloud/errors.ts';
import type { Statement } from '../../shared/policy/trust-policy.ts';
import { HOUR, MINUTE } from '../../shared/runtime/clock.ts';
import { operate } from '../../shared/stories/operate.ts';
import { REDSHIFT, ruleFor, rulesOf, rulesReaching, SHARED_ROLE } from './rules.ts';
import { type Message, openWorkbench, type Workbench } from './workbench.ts';

// Many sweeps against emulators over HTTP.
jest.setTimeout(30_000);

const UPDATE = 'iam:UpdateAssumeRolePolicy';
const BATCH: Statement = {
  Sid: 'NightlyBatch',
  Effect: 'Allow',
  Principal: { Service: 'batch.amazonaws.com' },
  Action: 'sts:AssumeRole',
};

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', rulesReaching(REDSHIFT));
});
afterEach(() => bench.close());

const write = (...Statement: readonly Statement[]) =>
  bench.aws.iam.writeTrustPolicy(SHARED_ROLE, { Version: '2012-10-17', Statement });
const share = (...Statement: readonly Statement[]) => {
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Version: '2012-10-17', Statement } });
};
const statements = () => [bench.aws.iam.readTrustPolicy(SHARED_ROLE).Statement].flat();
const ours = () => statements().filter(({ Sid }) => Sid?.startsWith('DeploymentAuthorizer'));
const canAssume = ({ identity }: { readonly identity: string }) =>
  bench.aws.iam.canAssume(SHARED_ROLE, identity);
const calls = (operation: string) => bench.aws.faults.calls.get(operation) ?? 0;

async function rowOf(deploymentId: string) {
  const rows = await bench.record.accesses.onTarget(`aws-shared-role/${SHARED_ROLE}`);
  const item = rows.find((row) => row.item.deploymentId === deploymentId)?.item;
  return { state: item?.state, code: item?.reason?.code, placed: item?.placed, item };
}

const retry = (deploymentId: string) =>
  operate({ action: 'retry', deploymentId, by: 'jane@acme.example' }, bench.tools);

/** Deployments that are gone, and the sweeps that it takes to believe it. */
async function gone(...those: readonly { readonly id: string }[]) {
  for (const { id } of those) bench.astro.remove(id);
  await bench.record.breaker.confirm('jane@acme.example');
  await bench.sweeps(8);
}

describe('a shared role with an orphan in somebody else’s statement', () => {
  const orphaned = () => ({
    ...BATCH,
    Sid: 'Theirs',
    Principal: { AWS: bench.aws.iam.orphanId() },
  });

  it('at the wall, as the last of ours leaves: nothing moves, all is told, and retrying does all', async () => {
    const theirs = orphaned();
    share(BATCH);
    const [last] = await bench.createMany(1);
    if (last === undefined) throw new TypeError('nobody was created');
    write(...statements(), theirs);
    bench.aws.iam.setQuota({ trustPolicySize: 520 });
    await gone(last);
    const [next, more] = await bench.createMany(2);
    await bench.sweeps(2);
    expect(await rowOf(last.id)).toMatchObject({ state: 'refused', code: 'orphan-principal' });
    expect(await rowOf(next?.id ?? '')).toMatchObject({ code: 'orphan-principal' });
    expect(statements()).toEqual([BATCH, ours()[0], theirs]);
    expect(canAssume(last)).toBe(true);
    const before = calls(UPDATE);
    await bench.sweeps(5);
    expect(calls(UPDATE)).toBe(before);

    write(BATCH, ...ours());
    for (const one of [next, more]) await retry(one?.id ?? '');
    await bench.drain();
    expect(await rowOf(last.id)).toMatchObject({ state: 'revoked', placed: [] });
    expect(canAssume(last)).toBe(false);
    expect([next, more].map((one) => one && canAssume(one))).toEqual([true, true]);
  });

  it('lets no row grow, however often somebody new meets it', async () => {
    share(BATCH);
    const [first] = await bench.createMany(1);
    write(...statements(), orphaned());
    for (let time = 0; time < 3; time += 1) {
      await bench.createMany(1);
      await bench.sweeps(2);
    }
    const { state, placed } = await rowOf(first?.id ?? '');
    expect(state).toBe('granted');
    expect(placed).toHaveLength(1);
  });

  it('and one of ours whose own id is an orphan, too: names the one that is not ours', async () => {
    const theirs = orphaned();
    share(BATCH);
    const [old] = await bench.createMany(1);
    write(...statements(), theirs);
    bench.aws.iam.removePrincipal(old?.identity ?? '');
    const { id } = await bench.create('new');
    await bench.drain();
    const { item } = await rowOf(id);
    expect(item?.reason?.text).toContain(`${theirs.Principal.AWS}`);
    expect(item?.reason?.text).toContain('statement Theirs');
    write(BATCH, ...ours());
    await retry(id);
    await bench.drain();
    expect(JSON.stringify(statements())).not.toContain('AROA');
    expect(await rowOf(id)).toMatchObject({ state: 'granted' });
  });
});

describe('a shared role with an orphan in a statement of another kind', () => {
  const { Principal: _batch, ...rest } = BATCH;

  it.each<[string, (orphan: string) => Statement]>([
    [
      'about all but these',
      (orphan) => ({ ...rest, Sid: 'Theirs', Effect: 'Deny', NotPrincipal: { AWS: [orphan] } }),
    ],
    [
      'with a condition and another principal',
      (orphan) => ({
        ...rest,
        Sid: 'Theirs',
        Principal: { Service: 'batch.amazonaws.com', AWS: orphan },
        Condition: { Bool: { 'aws:SecureTransport': 'true' } },
      }),
    ],
  ])('names the one %s, and leaves it', async (_it, statementOf) => {
    const theirs = statementOf(bench.aws.iam.orphanId());
    share(BATCH, theirs);
    const [made] = await bench.createMany(1);
    const { code, item } = await rowOf(made?.id ?? '');
    expect(code).toBe('orphan-principal');
    expect(item?.reason?.advice).toMatch(/^Whoever owns statement Theirs must remove AROA/);
    expect(statements()).toEqual([BATCH, theirs]);
  });

  it('that names who was made again under his ARN, as ours does: asks nobody to mend ours', async () => {
    share(BATCH);
    const [made] = await bench.createMany(1);
    if (made === undefined) throw new TypeError('nobody was created');
    const hardened: Statement = {
      ...BATCH,
      Sid: 'Hardened',
      Effect: 'Deny',
      Principal: { AWS: made.identity },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    write(...statements(), hardened);
    bench.aws.iam.removePrincipal(made.identity);
    bench.aws.iam.addPrincipal(made.identity);
    await bench.sweeps(1, 12 * HOUR);
    const { code, item } = await rowOf(made.id);
    expect(code).toBe('orphan-principal');
    expect(item?.reason?.advice).toMatch(/^Whoever owns statement Hardened must remove AROA/);
    write(BATCH, ...ours());
    await retry(made.id);
    await bench.drain();
    expect(canAssume(made)).toBe(true);
    expect(JSON.stringify(statements())).not.toContain('AROA');
  });
});

describe('a shared role with one of ours who is gone and yet is shown by name', () => {
  const fade = ({ identity }: { readonly identity: string }) =>
    bench.aws.faults.inject({
      operation: UPDATE,
      status: 400,
      code: 'MalformedPolicyDocument',
      message: `Invalid principal in policy: "AWS":"${identity}"`,
      containing: `"${identity}"`,
      times: 1_000,
    });

  it('takes nothing from him, has others wait a little, and lets them in when that is over', async () => {
    share(BATCH);
    const [fading] = await bench.createMany(1);
    if (fading === undefined) throw new TypeError('nobody was created');
    await bench.sweeps(2);
    fade(fading);
    const [next] = await bench.createMany(1);
    if (next === undefined) throw new TypeError('nobody was created');
    const { state, code, item } = await rowOf(next.id);
    expect([state, code]).toEqual(['waiting', 'identity-fading']);
    expect(item?.reason?.text).toContain(fading.identity);
    expect(await rowOf(fading.id)).toMatchObject({ state: 'granted' });
    expect(canAssume(fading)).toBe(true);
    bench.aws.faults.clear();
    bench.aws.iam.removePrincipal(fading.identity);
    await bench.sweeps(1);
    expect(canAssume(next)).toBe(true);
    expect(await rowOf(next.id)).toMatchObject({ state: 'granted' });
  });

  it('is seen to by a person after half an hour, and takes another away within the hour', async () => {
    share(BATCH);
    const [fading, leaving] = await bench.createMany(2);
    if (fading === undefined || leaving === undefined) throw new TypeError('nobody was created');
    await bench.sweeps(2);
    fade(fading);
    await gone(leaving);
    const [next] = await bench.createMany(1);
    await bench.sweeps(8, 5 * MINUTE);
    expect(await rowOf(next?.id ?? '')).toMatchObject({
      state: 'refused',
      code: 'identity-fading',
    });
    expect(await rowOf(leaving.id)).toMatchObject({ state: 'refused', code: 'identity-fading' });
    expect(canAssume(leaving)).toBe(true);
    bench.aws.faults.clear();
    await bench.sweeps(1, HOUR);
    expect(canAssume(leaving)).toBe(false);
    expect([fading, next].map((one) => one && canAssume(one))).toEqual([true, true]);
  });
});

describe('a shared role with a stranger who is gone and yet is shown by name', () => {
  const JANE = 'arn:aws:iam::999988887777:role/jane';
  const fault = {
    operation: UPDATE,
    status: 400,
    code: 'MalformedPolicyDocument',
    message: `Invalid principal in policy: "AWS":"${JANE}"`,
  };

  it('is read again until it shows what it should', async () => {
    share(BATCH, { ...BATCH, Sid: 'Jane', Principal: { AWS: JANE } });
    bench.aws.faults.inject({ ...fault, times: 4 });
    const [made] = await bench.createMany(1);
    expect(await rowOf(made?.id ?? '')).toMatchObject({ state: 'granted' });
  });

  it('says where, when it goes on', async () => {
    share(BATCH, { ...BATCH, Sid: 'Jane', Principal: { AWS: JANE } });
    bench.aws.faults.inject({ ...fault, times: 1_000 });
    const [made] = await bench.createMany(1);
    const { item } = await rowOf(made?.id ?? '');
    expect(item?.reason).toMatchObject({ code: 'orphan-principal' });
    expect(item?.reason?.text).toContain('in statement Jane');
    expect(calls(UPDATE)).toBe(9);
  });
});

describe('a shared role at the wall', () => {
  it('gives the room of who leaves to who was refused, in the same pass', async () => {
    bench.aws.iam.setQuota({ trustPolicySize: 420 });
    share(BATCH);
    const made = await bench.createMany(5);
    const states = async () => Promise.all(made.map(async ({ id }) => (await rowOf(id)).state));
    const before = await states();
    expect(before).toContain('refused');
    const last = before.lastIndexOf('granted');
    await gone(...made.slice(0, 1));
    expect((await states()).slice(0, last + 2)).toEqual([
      'revoked',
      ...Array(last).fill('granted'),
      'granted',
    ]);
    expect(made.map(canAssume).filter(Boolean)).toHaveLength(last + 1);
  });

  it.each([
    ['after somebody was refused, who is let in by a retry', true],
    ['before anybody is, so that nobody is', false],
  ])('is moved %s, and nothing is refused by the old number', async (_it, after) => {
    bench.aws.iam.setQuota({ trustPolicySize: 420 });
    share(BATCH);
    await bench.createMany(1);
    const raise = () => bench.aws.iam.setQuota({ trustPolicySize: 4_096 });
    if (!after) raise();
    const last = (await bench.createMany(5)).at(-1)?.id ?? '';
    if (after) {
      expect(await rowOf(last)).toMatchObject({ state: 'refused', code: 'trust-policy-full' });
      raise();
      await retry(last);
      await bench.drain();
    }
    expect(await rowOf(last)).toMatchObject({ state: 'granted' });
  });

  it('that only IAM knows of, throttled, with one who cannot be seen: one by one the newest', async () => {
    bench.aws.iam.deny('iam:GetAccountSummary');
    bench.aws.iam.setQuota({ trustPolicySize: 420 });
    share(BATCH);
    const throttled = { status: 400, code: 'Throttling', message: 'Rate exceeded' };
    bench.aws.faults.inject({ operation: UPDATE, ...throttled, times: 2 });
    const hidden = await bench.create('hidden', { visible: false });
    for (let place = 0; place < 5; place += 1) await bench.create(`etl-${place}`);
    for (const message of bench.queue.splice(0)) await bench.deliver(message);
    await bench.drain();
    expect(await rowOf(hidden.id)).toMatchObject({ code: 'identity-not-visible' });
    const rows = await bench.record.accesses.onTarget(`aws-shared-role/${SHARED_ROLE}`);
    const refused = rows.filter(({ item }) => item.state === 'refused');
    expect(refused.length).toBeGreaterThan(0);
    for (const { item } of refused) {
      expect(item.reason).toMatchObject({
        code: 'policy-full',
        advice: expect.stringContaining('L-C07B4B0D'),
      });
      expect(item.reason?.text).not.toContain('..');
    }
    const newest = rows
      .filter(({ item }) => item.state === 'granted')
      .every(({ item }) => refused.every((one) => one.item.createdAt >= item.createdAt));
    expect(newest).toBe(true);
  });
});

describe('a shared role in which somebody gave by hand what we cannot give', () => {
  it('loses what we gave before in another form, as soon as it may be changed again', async () => {
    share(BATCH);
    const [made] = await bench.createMany(1);
    if (made === undefined) throw new TypeError('nobody was created');
    expect(ours()).toHaveLength(1);
    const orphaned = { ...BATCH, Sid: 'Theirs', Principal: { AWS: bench.aws.iam.orphanId() } };
    const byHand = { ...BATCH, Sid: 'ByHand', Principal: { AWS: made.identity } };
    write(...statements(), orphaned, byHand);
    const [[name, target]] = Object.entries(REDSHIFT) as [[string, string]];
    const another = target.replace('"}', '", externalId: acme-two}');
    bench.setRules(rulesReaching({ [name]: another }));
    await bench.tools.queues.decide([made.id]);
    await bench.drain();
    expect(await rowOf(made.id)).toMatchObject({ state: 'granted', item: { byHand: true } });
    write(...statements().filter(({ Sid }) => Sid !== 'Theirs'));
    await gone(made);
    expect(ours()).toEqual([]);
    expect(canAssume(made)).toBe(true);
  });
});

describe('a shared role whose reads lag behind', () => {
  it('keeps whom no rule gives any more, while another one gets in', async () => {
    share(BATCH);
    // For longer than one message puts up with it.
    bench.aws.iam.staleReads(30_000);
    const first = await bench.create('etl-first');
    await bench.deliver(bench.queue.pop() as Message);
    await expect(bench.drain()).rejects.toThrow(PolicyConflictError);
    expect(canAssume(first)).toBe(true);
    bench.setRules(rulesOf(REDSHIFT, [ruleFor('bi', 'redshift')]));
    await bench.tools.queues.decide([first.id]);
    const second = await bench.create('bi');
    for (let time = 0; time < 3; time += 1) {
      await bench.drain().catch(() => bench.aws.clock.advance(20_000));
      expect(canAssume(first)).toBe(true);
      await bench.tools.queues.markTargets([`aws-shared-role/${SHARED_ROLE}`]);
    }
    bench.aws.iam.staleReads(0);
    await bench.drain();
    expect([first, second].map(canAssume)).toEqual([true, true]);
  });
});

describe('a shared role that IAM does not let be written for longer than a message lives', () => {
  it.each([
    ['Throttling', 400, 'Rate exceeded'],
    ['ConcurrentModification', 409, 'Request has been modified concurrently'],
  ])('says so in the message while it is tried on: %s', async (code, status, message) => {
    share(BATCH);
    bench.aws.faults.inject({ operation: UPDATE, status, code, message, times: 1_000 });
    const { id } = await bench.create('etl');
    await expect(bench.drain()).rejects.toThrow(message);
    expect(calls(UPDATE)).toBe(8);
    await bench.drain();
    expect(await rowOf(id)).toMatchObject({ state: 'pending', code: 'not-written' });
    expect(bench.slack.messages.at(-1)?.text).toContain(message);
    bench.aws.faults.clear();
    await bench.sweeps(3);
    expect(await rowOf(id)).toMatchObject({ state: 'granted', code: undefined });
    expect(bench.slack.messages.at(-1)?.text).not.toContain(message);
  });
});

describe('a shared role whose last principal leaves', () => {
  it('is closed, lets in whom somebody adds by hand, and whom we add later, through throttling', async () => {
    share();
    const [only] = await bench.createMany(1);
    if (only === undefined) throw new TypeError('nobody was created');
    await bench.sweeps(2);
    const trouble = { operation: UPDATE, status: 500, code: 'ServiceFailure', message: 'failed' };
    bench.aws.faults.inject({ ...trouble, afterwards: true });
    bench.aws.iam.staleReads(1_500);
    await gone(only);
    bench.aws.iam.staleReads(0);
    expect(canAssume(only)).toBe(false);
    expect(statements()).toMatchObject([{ Effect: 'Deny' }]);
    const jane = { identity: 'arn:aws:iam::999988887777:role/jane' };
    write(...statements(), { ...BATCH, Sid: 'Jane', Principal: { AWS: jane.identity } });
    expect(canAssume(jane)).toBe(true);
    const [next] = await bench.createMany(1);
    expect(statements().map(({ Effect }) => Effect)).toEqual(['Allow', 'Allow']);
    expect([jane, next].map((one) => one && canAssume(one))).toEqual([true, true]);
  });

  it('while its identity is gone and made again: the id goes, and the new one is not let in', async () => {
    share(BATCH);
    const [only] = await bench.createMany(1);
    if (only === undefined) throw new TypeError('nobody was created');
    await bench.sweeps(2);
    bench.aws.iam.removePrincipal(only.identity);
    bench.aws.iam.addPrincipal(only.identity);
    await gone(only);
    await bench.sweeps(3);
    expect(statements()).toEqual([BATCH]);
    expect(await rowOf(only.id)).toMatchObject({ state: 'revoked', placed: [] });
  });
});

describe('a shared role in which somebody doubled our statement', () => {
  it('stands still for who comes and who goes, and goes on once it is put right', async () => {
    share(BATCH);
    const [old] = await bench.createMany(2);
    if (old === undefined) throw new TypeError('nobody was created');
    await bench.sweeps(2);
    const [statement] = ours();
    if (statement === undefined) throw new TypeError('there is no statement of ours');
    write(...statements(), {
      ...statement,
      Condition: { Bool: { 'aws:SecureTransport': 'true' } },
    });
    const before = statements();
    await gone(old);
    const { id } = await bench.create('new');
    await bench.drain();
    expect(statements()).toEqual(before);
    expect(await rowOf(old.id)).toMatchObject({ state: 'refused', code: 'ambiguous-statement' });
    expect(await rowOf(id)).toMatchObject({ state: 'refused', code: 'ambiguous-statement' });
    write(BATCH, statement);
    await retry(id);
    await bench.drain();
    await bench.pass(HOUR);
    await bench.drain();
    expect(canAssume(old)).toBe(false);
    expect(await rowOf(id)).toMatchObject({ state: 'granted' });
  });
});

describe('a shared role in another account', () => {
  const MEMBER = 'arn:aws:iam::222233334444:role/deployment-authorizer';
  const THEIRS = 'arn:aws:iam::222233334444:role/warehouse';
  const lets = ({ identity }: { readonly identity: string }) =>
    bench.aws.iam.canAssume(THEIRS, identity);
  const letUsIn = () =>
    bench.aws.iam.createRole({
      arn: MEMBER,
      trust: { Statement: { ...BATCH, Principal: { AWS: 'arn:aws:iam::999988887777:root' } } },
    });

  it('says whom to ask while it does not let us in, and goes on when its session has ended', async () => {
    bench.setRules(rulesReaching({ warehouse: `awsSharedRole: {role: "${THEIRS}"}` }));
    bench.aws.iam.createRole({ arn: THEIRS, trust: { Version: '2012-10-17', Statement: [BATCH] } });
    const [made] = await bench.createMany(1);
    if (made === undefined) throw new TypeError('nobody was created');
    expect(await bench.accesses(made.id)).toMatchObject([
      {
        state: 'refused',
        reason: {
          code: 'access-denied',
          advice: expect.stringContaining(`sts:AssumeRole on ${MEMBER}`),
        },
      },
    ]);
    letUsIn();
    const fault = { status: 400, code: 'Throttling', message: 'Rate exceeded' };
    bench.aws.faults.inject({ operation: 'sts:AssumeRole', ...fault });
    await retry(made.id);
    await bench.drain();
    expect(lets(made)).toBe(true);
    expect(bench.aws.sts.sessions.at(-1)?.sessionName).toContain(made.id);
    bench.aws.iam.writeTrustPolicy(THEIRS, { Version: '2012-10-17', Statement: [BATCH] });
    await bench.pass(12 * HOUR);
    await bench.drain();
    expect(lets(made)).toBe(true);
  });
});
