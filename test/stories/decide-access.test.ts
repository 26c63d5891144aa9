import { describe, expect, it } from '@jest/globals';
import type { Deployment } from '../../shared/deployment/deployment.ts';
import type { Decided } from '../../shared/record/items.ts';
import { orderDigest, orderFor } from '../../shared/record/order.ts';
import type { AccessRules } from '../../shared/rules/access-rules.ts';
import { HOUR, MINUTE, SECOND } from '../../shared/runtime/clock.ts';
import { decideAccess, UnknownDeploymentError } from '../../shared/stories/decide-access.ts';
import { AT, access, decided, placement, want } from '../record/samples.ts';
import { deployment, rulesWith } from '../rules/sample.ts';
import { openEngine } from './engine-bench.ts';
import { ago, inA, NOW, problem } from './findings.ts';

const IDENTITY = 'arn:aws:iam::111122223333:role/astro-fiery-nebula-1234';
const ONE = deployment({ workloadIdentity: IDENTITY });
const { id: ID } = ONE;
const SHARED = 'aws-shared-role/arn:aws:iam::999988887777:role/redshift-loader';
const TOLD = { notify: [ID] };

/** What Astro answers can be changed; what is sent is in `sent`. */
function open(first: Deployment | undefined = ONE) {
  const engine = openEngine();
  const state: { deployment: Deployment | undefined; rules: AccessRules } = {
    deployment: first,
    rules: rulesWith(),
  };
  const sent: Record<string, readonly string[]>[] = [];
  const send = (to: string) => async (ids: readonly string[]) => {
    if (ids.length > 0) sent.push({ [to]: ids });
  };
  const tools = {
    ...engine.tools,
    astro: {
      get: async () => state.deployment,
      list: () => Promise.reject(new TypeError('nobody lists')),
    },
    rules: () => state.rules,
    rulesCommit: 'abc1234',
    cloud: 'aws',
    queues: {
      decide: send('decide'),
      markTargets: send('targets'),
      notify: send('notify'),
      handOver: send('handover'),
    },
  } as const;
  const found = async () => (await engine.record.deployments.get([ID])).get(ID)?.decided;
  const due = async () => (await engine.record.deployments.list())[0]?.due;
  const events = () => engine.log.map(({ event }) => event);
  return { ...engine, tools, state, sent, found, due, events };
}

/** As grant-access would: every access of it is as it is ordered. */
async function settleAll({ record }: ReturnType<typeof open>) {
  const head = (await record.deployments.get([ID])).get(ID);
  const places = [...(head?.decided?.wants ?? []), ...(head?.decided?.leaving ?? [])];
  const decisions = await record.decisions.get(places.map(({ accessId }) => accessId));
  for (const access of await record.accesses.get(places)) {
    const { item } = access;
    const order = orderFor(item, head, decisions.get(item.accessId));
    const state = order.kind === 'grant' ? 'granted' : 'revoked';
    await record.accesses.write(access, { ...item, state, answers: orderDigest(order) });
  }
}

describe('decideAccess', () => {
  it('writes down what it should reach, makes the rows, marks the targets and has it told', async () => {
    const engine = open();
    await decideAccess(ID, engine.tools);
    const decided = await engine.found();
    expect(decided).toMatchObject({ deployment: ONE, reminders: 1, rules: { commit: 'abc1234' } });
    const rows = await engine.record.accesses.get(decided?.wants ?? []);
    expect(rows.map(({ item }) => item.state)).toEqual(['pending', 'pending']);
    const targets = decided?.wants.map(({ targetKey }) => targetKey);
    expect(engine.sent).toEqual([{ targets }, TOLD]);
    expect(engine.steps).toEqual([`marked ${ID}`]);
    expect(engine.events()).toEqual(['deployment.decided']);
    expect(await engine.record.history.of(ID)).toHaveLength(1);
    expect(await engine.due()).toBe(inA(45 * SECOND));
  });

  it('says nothing new the second time, and sends it on once more', async () => {
    const engine = open();
    await decideAccess(ID, engine.tools);
    await decideAccess(ID, engine.tools);
    expect(engine.steps).toEqual([`marked ${ID}`]);
    expect(engine.events()).toEqual(['deployment.decided']);
    expect(engine.sent.slice(2)).toEqual(engine.sent.slice(0, 2));
    expect((await engine.found())?.reminders).toBe(2);
  });

  it('marks no target where all has settled, and comes back no more', async () => {
    const engine = open();
    await decideAccess(ID, engine.tools);
    await settleAll(engine);
    engine.sent.splice(0);
    await decideAccess(ID, engine.tools);
    expect(engine.sent).toEqual([TOLD]);
    expect(await engine.due()).toBeUndefined();
    expect((await engine.found())?.reminders).toBe(0);
  });

  it('marks each target once', async () => {
    const engine = open();
    const twin =
      '  twin: {awsSharedRole: {role: "arn:aws:iam::999988887777:role/redshift-loader", externalId: acme}}\nrules:';
    engine.state.rules = rulesWith(['rules:', twin], ['[lake, redshift]', '[redshift, twin]']);
    await decideAccess(ID, engine.tools);
    expect(engine.sent[0]).toEqual({ targets: [SHARED] });
  });

  it.each([
    ['of another cloud', deployment({ cloud: 'gcp' })],
    ['of Azure, of which another reports', deployment({ cloud: 'azure' })],
  ])('leaves alone one that is %s', async (_it, other) => {
    const engine = open(other);
    engine.state.rules = { ...engine.state.rules, reporter: 'gcp' };
    await decideAccess(ID, engine.tools);
    expect(await engine.found()).toBeUndefined();
    expect([engine.sent, engine.steps]).toEqual([[], []]);
    expect(engine.log).toEqual([
      { severity: 'INFO', event: 'deployment.not-ours', deploymentId: ID },
    ]);
  });

  it('stops where it was overtaken while it asked Astro', async () => {
    const engine = open();
    const { tools } = engine;
    const astro = {
      ...tools.astro,
      get: async () => {
        await engine.record.deployments.take(ID);
        return ONE;
      },
    };
    await expect(decideAccess(ID, { ...tools, astro })).rejects.toThrow('overtaken');
    expect(await engine.found()).toBeUndefined();
    expect(engine.sent).toEqual([]);
  });
});

describe('decideAccess, of what is taken back,', () => {
  /** What one had is denied, so that it ends at once. */
  async function denied(engine = open()) {
    await decideAccess(ID, engine.tools);
    await settleAll(engine);
    const [lake, redshift] = (await engine.found())?.wants ?? [];
    for (const want of [lake, redshift]) {
      if (want === undefined) throw new TypeError('nothing is wanted');
      const { accessId } = want;
      const decision = { verdict: 'denied', by: 'jane', at: ago(0), placement: '' } as const;
      await engine.record.decisions.write({ accessId, ...decision });
    }
    engine.state.deployment = deployment({ name: 'dev', workloadIdentity: IDENTITY });
    engine.sent.splice(0);
    await decideAccess(ID, engine.tools);
    return engine;
  }

  it('has it in mind, and its targets marked, until it is seen to be', async () => {
    const engine = await denied();
    const decided = await engine.found();
    expect(decided?.wants).toEqual([]);
    expect(decided?.leaving).toHaveLength(2);
    expect(engine.sent[0]?.targets).toEqual(decided?.leaving?.map(({ targetKey }) => targetKey));
    await settleAll(engine);
    engine.sent.splice(0);
    await decideAccess(ID, engine.tools);
    expect((await engine.found())?.leaving).toEqual([]);
    expect(engine.sent).toEqual([TOLD]);
  });

  it('has in mind of which something is in place, without marking its target', async () => {
    const engine = await denied();
    await settleAll(engine);
    const [place] = (await engine.found())?.leaving ?? [];
    const [row] = await engine.record.accesses.get(place ? [place] : []);
    if (row === undefined) throw new TypeError('there is no row');
    await engine.record.accesses.write(row, { ...row.item, placed: [placement] });
    engine.sent.splice(0);
    await decideAccess(ID, engine.tools);
    expect((await engine.found())?.leaving).toEqual([place]);
    expect(engine.sent).toEqual([TOLD]);
  });
});

describe('decideAccess, of one that Astro does not know,', () => {
  it('gives up where the record does not know it either', async () => {
    const engine = open();
    engine.state.deployment = undefined;
    const wrong = decideAccess(ID, engine.tools);
    await expect(wrong).rejects.toThrow(UnknownDeploymentError);
    await expect(wrong).rejects.toThrow(ID);
    await expect(wrong).rejects.toMatchObject({
      code: 'unknown-deployment',
      disposition: 'discard',
    });
  });

  it.each([
    ['takes nothing where no list was read', undefined, false],
    ['takes nothing where lists have not had it for less than five minutes', 4 * MINUTE, false],
    ['takes all back where lists have not had it for five minutes', 5 * MINUTE, true],
  ])('%s', async (_it, since, gone) => {
    const engine = open();
    await decideAccess(ID, engine.tools);
    engine.log.splice(0);
    engine.state.deployment = undefined;
    const last = NOW.toISOString();
    if (since !== undefined) {
      await engine.record.absences.note({ deploymentId: ID, since: ago(since), last });
    }
    await decideAccess(ID, engine.tools);
    const { wants, nothing } = (await engine.found()) ?? {};
    expect(wants).toHaveLength(gone ? 0 : 2);
    expect(nothing?.code).toBe(gone ? 'gone' : undefined);
    const missing = {
      severity: 'WARNING',
      event: 'deployment.missing',
      deploymentId: ID,
      wants: 2,
    };
    expect(engine.log).toEqual(
      gone ? [expect.objectContaining({ event: 'deployment.decided' })] : [missing],
    );
  });
});

describe('decideAccess, of which a person has decided something,', () => {
  it.each([
    ['has done it once it is decided', undefined, false],
    ['has done it where nobody will know it better', 'unknown', false],
    ['has it still to do where Astro does not answer', 'down', true],
  ])('%s', async (_it, trouble, isLeft) => {
    const engine = open();
    await engine.record.errands.mark(ID);
    if (trouble === 'unknown') engine.state.deployment = undefined;
    const get = () => Promise.reject(new TypeError('no answer'));
    const tools =
      trouble === 'down'
        ? { ...engine.tools, astro: { ...engine.tools.astro, get } }
        : engine.tools;
    const done = decideAccess(ID, tools);
    if (trouble === undefined) await done;
    else await expect(done).rejects.toThrow();
    expect((await engine.record.errands.get(ID))?.due !== undefined).toBe(isLeft);
  });
});

describe('decideAccess, of one that is gone already,', () => {
  it('says that it was asked just now: what is left of it may go', async () => {
    const engine = open();
    const { ticket } = await engine.record.deployments.take(ID);
    const gone = { wants: [], nothing: problem('gone'), at: ago(24 * HOUR) };
    await engine.record.deployments.decide(ID, ticket, decided(gone));
    engine.state.deployment = undefined;
    await decideAccess(ID, engine.tools);
    expect(await engine.found()).toMatchObject({ ...gone, at: NOW.toISOString() });
  });
});

describe('decideAccess, of one that is long gone,', () => {
  const gone = { wants: [], nothing: problem('gone'), at: ago(7 * 24 * HOUR) };

  async function over(more: Partial<Decided> = {}) {
    const engine = open();
    const { ticket } = await engine.record.deployments.take(ID);
    await engine.record.deployments.decide(ID, ticket, decided({ ...gone, ...more }));
    return engine;
  }

  it('forgets it, and says so once', async () => {
    const engine = await over();
    engine.state.deployment = undefined;
    await decideAccess(ID, engine.tools);
    expect(await engine.record.deployments.list()).toEqual([]);
    expect(engine.log).toEqual([
      { severity: 'INFO', event: 'deployment.forgotten', deploymentId: ID },
    ]);
    expect(engine.sent).toEqual([]);
  });

  it('decides it where Astro tells of it again', async () => {
    const engine = await over();
    await decideAccess(ID, engine.tools);
    expect((await engine.found())?.wants).toHaveLength(2);
  });

  it.each([
    ['leaves it while something of it is in place', { placed: [placement] }, true],
    ['leaves it while something of it may be put back', { taken: [placement] }, true],
    ['forgets it where all was taken back since it was last decided', {}, false],
  ])('%s', async (_it, row, isLeft) => {
    const engine = await over({ leaving: [want] });
    await engine.record.accesses.create(access(row), AT);
    engine.state.deployment = undefined;
    await decideAccess(ID, engine.tools);
    const found = await engine.record.deployments.list();
    expect(found.map(({ item }) => item.decided?.nothing?.code)).toEqual(isLeft ? ['gone'] : []);
  });
});

describe('decideAccess, where too many would end,', () => {
  it('withholds them', async () => {
    const engine = open();
    await decideAccess(ID, engine.tools);
    const { ticket } = await engine.record.deployments.take(ID);
    const decided = await engine.found();
    const [want] = decided?.wants ?? [];
    if (decided === undefined || want === undefined) throw new TypeError('undecided');
    const wants = [...decided.wants, { ...want, accessId: 'third' }];
    await engine.record.deployments.decide(ID, ticket, { ...decided, wants });
    engine.state.deployment = deployment({ name: 'dev', workloadIdentity: IDENTITY });
    await decideAccess(ID, engine.tools);
    expect((await engine.found())?.wants.map(({ withheld }) => withheld)).toEqual([
      true,
      true,
      true,
    ]);
  });
});
