import { describe, expect, it, jest } from '@jest/globals';
import type { AccessItem, Decided, DecisionItem, Want } from '../../../shared/record/items.ts';
import { placementDigest } from '../../../shared/record/placement.ts';
import { type Reach, readReach } from '../../../shared/stories/operate/reach.ts';
import {
  AT,
  access,
  decided,
  IDENTITY,
  LATER,
  placement,
  TARGET,
  want,
} from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';
import { ELSEWHERE, problem } from '../findings.ts';

const OWN = 'aws-own-role/999988887777/airflow-fiery-nebula-1234';
const PLACED = { placed: [placement] };
const WHO = {
  deploymentId: 'deployment-1',
  deployment: 'etl-prod',
  workspace: 'workspace',
  cloud: 'aws',
};
const WANTED = {
  ...{ accessId: 'access-1', target: 'redshift', targetKey: TARGET, slot: 'primary' },
  ...{ rule: 'etl-aws', mode: 'apply', ...placement },
};
const APPROVED: DecisionItem = {
  ...{ accessId: 'access-1', verdict: 'approved', by: 'jane', at: LATER },
  placement: placementDigest(want),
};

interface Kept {
  readonly rows?: readonly Partial<AccessItem>[];
  readonly decision?: DecisionItem;
}

function headOf(id: string, more: Partial<Decided> = {}): Decided {
  const head = decided(more);
  return { ...head, deployment: { ...head.deployment, id } };
}

async function open({ rows = [], decision }: Kept) {
  const { record } = openEngine();
  for (const row of rows) await record.accesses.create(access(row), AT);
  if (decision) await record.decisions.write(decision);
  return record;
}

async function reachOf(more: Partial<Decided>, kept: Kept): Promise<readonly Reach[]> {
  return readReach([decided(more)], await open(kept));
}

describe('of an access that is wanted', () => {
  it('all is told: what, by which right, and since when', async () => {
    const row = { state: 'granted', since: LATER, ...PLACED } as const;
    expect(await reachOf({}, { rows: [row] })).toStrictEqual([
      { ...WHO, ...WANTED, reaches: 'yes', state: 'granted', since: LATER },
    ]);
  });

  it('it is told who approved it, until when it is, whose hand gave it, and by which rules', async () => {
    const reached = await reachOf(
      {
        wants: [{ ...want, until: LATER }],
        rules: { digest: 'digest', commit: 'abc1234' },
        deployment: { ...decided().deployment, workspaceName: 'Data' },
      },
      { rows: [{ state: 'granted', byHand: true }], decision: APPROVED },
    );
    expect(reached).toStrictEqual([
      {
        ...{ ...WHO, ...WANTED, workspace: 'Data', reaches: 'yes', state: 'granted', since: AT },
        ...{ rulesCommit: 'abc1234', approvedBy: 'jane', approvedAt: LATER },
        ...{ until: LATER, byHand: true },
      },
    ]);
  });

  it('that has no row yet it is told since when it is wanted', async () => {
    expect(await reachOf({ at: LATER }, {})).toStrictEqual([
      { ...WHO, ...WANTED, reaches: 'no', state: 'pending', since: LATER },
    ]);
  });

  it.each<[string, Partial<DecisionItem>]>([
    ['of something else', { placement: placementDigest(ELSEWHERE) }],
    ['that was none', { verdict: 'held' }],
    ['of another', { accessId: 'access-2' }],
  ])('no approval is told %s', async (_it, more) => {
    const [reached] = await reachOf({}, { decision: { ...APPROVED, ...more } });
    expect(reached).not.toHaveProperty('approvedBy');
    expect(reached).not.toHaveProperty('approvedAt');
  });

  it('it is told why not, rather than of the Deployment', async () => {
    const kept = { rows: [{ state: 'refused', reason: problem('full') }] } as const;
    const because = { nothing: problem('identity-absent') };
    expect(await reachOf(because, kept)).toMatchObject([
      { reaches: 'no', state: 'refused', code: 'full', reason: 'It is full.' },
    ]);
    const [reached] = await reachOf(because, { rows: [{ state: 'granted' }] });
    expect(reached).toMatchObject({ code: 'identity-absent', advice: 'Nothing to do.' });
  });

  it('it is told of the identity that is wanted, not of one that was placed', async () => {
    const wants: readonly Want[] = [{ ...want, identity: 'arn:aws:iam::111122223333:role/new' }];
    const [reached] = await reachOf({ wants }, { rows: [PLACED] });
    expect(reached?.identity).toBe('arn:aws:iam::111122223333:role/new');
  });

  it.each<[AccessItem['state'], string, Reach['reaches']]>([
    ['granted', 'something', 'yes'],
    ['granted', 'nothing', 'yes'],
    ['pending', 'nothing', 'no'],
    ['pending', 'something', 'perhaps'],
    ['waiting', 'something', 'perhaps'],
    ['refused', 'nothing', 'no'],
    ['refused', 'something', 'perhaps'],
    ['revoked', 'nothing', 'no'],
    ['revoked', 'something', 'no'],
  ])('and is %s, with %s in place, it reaches it: %s', async (state, what, reaches) => {
    const rows = [{ state, ...(what === 'something' && PLACED) }];
    expect(await reachOf({}, { rows })).toMatchObject([{ state, reaches }]);
  });
});

describe('of an access that is not wanted any more', () => {
  const LEFT = { accessId: 'access-2', state: 'granted', ...PLACED } as const;

  it('it is told whose it is, and that it is there still', async () => {
    const reached = await reachOf({}, { rows: [{}, LEFT] });
    expect(reached).toHaveLength(2);
    expect(reached[1]).toStrictEqual({
      ...WHO,
      ...{ reaches: 'yes', state: 'granted', since: AT },
      ...{ accessId: 'access-2', targetKey: TARGET, identity: IDENTITY },
    });
  });

  it('nothing is told once nothing of it is in place', async () => {
    expect(await reachOf({}, { rows: [{}, { ...LEFT, placed: [] }] })).toHaveLength(1);
  });

  it.each([TARGET, OWN])('on %s, where nothing is wanted, it is told', async (targetKey) => {
    const leaving = [{ accessId: 'access-2', targetKey }];
    const nothing = problem('gone');
    expect(
      await reachOf({ wants: [], leaving, nothing }, { rows: [{ ...LEFT, targetKey }] }),
    ).toStrictEqual([
      {
        ...{ ...WHO, accessId: 'access-2', targetKey, identity: IDENTITY },
        ...{ reaches: 'yes', state: 'granted', since: AT },
        ...{ code: 'gone', reason: 'It is gone.', advice: 'Nothing to do.' },
      },
    ]);
  });

  it('of a role of its own that is left behind it is told what is to be done', async () => {
    const leaving = [{ accessId: 'access-2', targetKey: OWN }];
    const notices = [problem('other'), problem('role-left')];
    const row = { accessId: 'access-2', targetKey: OWN, state: 'revoked', notices } as const;
    expect(await reachOf({ wants: [], leaving }, { rows: [row] })).toMatchObject([
      { reaches: 'no', state: 'revoked', code: 'role-left', reason: 'It is role-left.' },
    ]);
  });
});

describe('of one without any access', () => {
  it.each([
    ['it is told why', { nothing: problem('no-rule') }, { code: 'no-rule' }],
    ['nothing is told where it is gone', { nothing: problem('gone') }, undefined],
    ['it is told that it has none', {}, {}],
  ])('%s', async (_it, more, told) => {
    const none = { ...WHO, reaches: 'no', state: 'nothing', since: AT };
    const why = { reason: 'It is no-rule.', advice: 'Nothing to do.' };
    const reached = await reachOf({ wants: [], ...more }, {});
    expect(reached).toStrictEqual(
      told === undefined ? [] : [{ ...none, ...told, ...('code' in told && why) }],
    );
  });
});

describe('readReach', () => {
  it('tells of each what is its own, and of a target all once', async () => {
    const mine = [{}, { accessId: 'left-1', ...PLACED }];
    const others = [{ accessId: 'access-2' }, { accessId: 'left-2', ...PLACED }];
    const theirs = others.map((row) => ({ ...row, deploymentId: 'deployment-2' }));
    const record = await open({ rows: [...mine, ...theirs] });
    const second = headOf('deployment-2', { wants: [{ ...want, accessId: 'access-2' }] });
    const reached = await readReach([decided(), second], record);
    expect(reached.map(({ deploymentId, accessId }) => [deploymentId, accessId])).toEqual([
      ['deployment-1', 'access-1'],
      ['deployment-1', 'left-1'],
      ['deployment-2', 'access-2'],
      ['deployment-2', 'left-2'],
    ]);
  });

  it('lists a shared target, and asks for a row where the role is one’s own', async () => {
    const record = await open({});
    const lists = jest.spyOn(record.accesses, 'onTarget');
    const own = { ...want, accessId: 'access-2', targetKey: OWN };
    await readReach([decided({ wants: [want, own] })], record);
    expect(lists.mock.calls).toEqual([[TARGET]]);
  });

  it('finds a row of a role of one’s own', async () => {
    const wants = [{ ...want, targetKey: OWN }];
    const rows = [{ targetKey: OWN, state: 'granted' }] as const;
    expect(await reachOf({ wants }, { rows })).toMatchObject([{ reaches: 'yes' }]);
  });
});
