import { describe, expect, it } from '@jest/globals';
import type { HandedOver } from '../../../shared/record/handovers.ts';
import { wholeRevision } from '../../../shared/record/revision.ts';
import { revisionNow, sightOf } from '../../../shared/stories/answer-slack/sight.ts';
import { AT, access, decided, want } from '../../record/samples.ts';
import { problem } from '../findings.ts';

import { ruleFor, rulesOf } from '../rules.ts';
import { BOTH, decision, ID, JANE, openStation, seen } from './presses.ts';

describe('sightOf', () => {
  it('has everything that a press is judged by', async () => {
    const { record, wantOf, sight, row } = await openStation();
    const [redshift, lake] = [await wantOf('redshift'), await wantOf('lake')];
    const { accessId } = lake;
    const { item } = await row('lake', { state: 'granted' });
    const said = decision({ accessId });
    await record.decisions.write({ ...said, verdict: 'held' });
    await record.decisions.write(said);
    const ask = { accessId, deploymentId: ID, by: 'jane', at: AT, replace: false, connection: 'x' };
    await record.connectionAsks.write(ask);
    const handed: HandedOver = {
      ...{ accessId, connectionId: 'lake', via: 'environment-manager' },
      ...{ state: 'created', at: AT, connection: 'x' },
    };
    const connections = [{ ...handed, accessId: 'another' }, handed];
    await record.handovers.write(0, { deploymentId: ID, connections });
    const say = { approvers: ['S0PLATFORM'], approval: 'slack' };
    const [untouched] = await record.accesses.get([redshift]);
    expect(await sight()).toStrictEqual({
      deploymentId: ID,
      createdBy: JANE,
      accesses: [
        {
          ...{ want: redshift, row: untouched?.item, version: 0, askVersion: 0, say },
          revision: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
        {
          ...{ want: lake, row: item, version: 2, askVersion: 1, say, ask, handed },
          ...{ decision: said, revision: expect.stringMatching(/^[0-9a-f]{16}$/) },
        },
      ],
    });
  });

  it('says of each access who decides on it by its own rule', async () => {
    const rule = (reach: string, more: string) => ruleFor('*', reach, `apply, ${more}`);
    const rules = rulesOf(BOTH, [
      rule('redshift', 'approvers: [S0ANALYSTS]'),
      rule('lake', 'approval: cli'),
    ]);
    const { seen: one } = await openStation(rules);
    expect((await one('redshift')).say).toEqual({ approvers: ['S0ANALYSTS'], approval: 'slack' });
    expect((await one('lake')).say).toEqual({ approvers: ['S0PLATFORM'], approval: 'cli' });
  });

  it('leaves out an access that has no row yet, and whoever created it where nobody says', async () => {
    const { record, tools } = await openStation();
    const { ticket } = await record.deployments.take('deployment-1');
    const other = { ...want, accessId: 'access-2', target: 'lake' };
    await record.deployments.decide('deployment-1', ticket, decided({ wants: [other, want] }));
    await record.accesses.create(access(), AT);
    await record.decisions.write(decision({ accessId: 'access-2' }));
    expect(await sightOf('deployment-1', tools)).toStrictEqual({
      deploymentId: 'deployment-1',
      accesses: [
        {
          ...{ want, row: access(), version: 0, askVersion: 0, revision: expect.any(String) },
          say: { approvers: ['S0PLATFORM'], approval: 'slack' },
        },
      ],
    });
  });

  const gone = { nothing: problem('gone') };
  it.each([
    ['is none of a Deployment that is gone', { ...gone, wants: [] }, false],
    ['is there of one that is gone, while something of it stays', gone, true],
    ['is there of one that gets nothing', { nothing: problem('no-rule'), wants: [] }, true],
  ])('%s', async (_it, more, isThere) => {
    const { record, tools } = await openStation();
    const { ticket } = await record.deployments.take('deployment-1');
    await record.deployments.decide('deployment-1', ticket, decided(more));
    expect((await sightOf('deployment-1', tools)) !== undefined).toBe(isThere);
  });

  it('is none of a Deployment that nobody knows, or has decided on', async () => {
    const { record, tools } = await openStation();
    expect(await sightOf('deployment-1', tools)).toBeUndefined();
    await record.deployments.take('deployment-1');
    expect(await sightOf('deployment-1', tools)).toBeUndefined();
  });
});

describe('revisionNow', () => {
  it('is what a message that is written now would carry', async () => {
    const { record, wantOf, sight, row, shown } = await openStation();
    const { accessId } = await wantOf('lake');
    for (const change of [
      async () => {},
      () => row('lake', { state: 'granted' }),
      () => record.decisions.write(decision({ accessId })),
    ]) {
      await change();
      const one = await shown('lake');
      expect(revisionNow(await sight(), accessId)).toBe(one.revision);
      expect(revisionNow(await sight(), undefined)).toBe((await shown()).revision);
    }
  });

  it('is that of the access, of all, or none of one that is not there', () => {
    const sight = { deploymentId: 'deployment-1', accesses: [seen('lake'), seen('raw')] };
    expect(revisionNow(sight, 'access-raw')).toBe('revision-raw');
    expect(revisionNow(sight, undefined)).toBe(wholeRevision(['revision-lake', 'revision-raw']));
    expect(revisionNow(sight, 'access-daily')).toBeUndefined();
  });
});
