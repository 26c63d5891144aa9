import { describe, expect, it } from '@jest/globals';
import { noteUndone } from '../../../shared/stories/grant-access/undone.ts';
import { access, decided, TARGET, want } from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';
import { problem } from '../findings.ts';

const THROTTLED = new Error('iam:GetRole on x.y: Rate exceeded.');

/** Deployments of one access each; of the last one nothing is wanted. */
async function open() {
  const engine = openEngine();
  const rows = [
    access(),
    access({ accessId: 'access-2', deploymentId: 'deployment-2', state: 'granted' }),
    access({ accessId: 'access-3', deploymentId: 'deployment-3', reason: problem('before') }),
    access({ accessId: 'access-4', deploymentId: 'deployment-4' }),
  ];
  for (const row of rows) {
    const { accessId, deploymentId } = row;
    const { ticket } = await engine.record.deployments.take(deploymentId);
    const wants = accessId === 'access-4' ? [] : [{ ...want, accessId }];
    await engine.record.deployments.decide(deploymentId, ticket, decided({ wants }));
    await engine.record.accesses.create(row, '2026-03-01T12:02:00.000Z');
  }
  engine.steps.length = 0;
  return engine;
}

describe('noteUndone', () => {
  it('says why in the rows of those who are still to come, and has them told', async () => {
    const engine = await open();
    await noteUndone(TARGET, THROTTLED, engine.tools);
    const rows = await engine.record.accesses.onTarget(TARGET);
    expect(rows.map(({ item }) => item.reason?.code)).toEqual([
      'not-written',
      undefined,
      'before',
      undefined,
    ]);
    const [first] = rows;
    expect(first?.item).toMatchObject({ state: 'pending', placed: [] });
    expect(first?.item.reason).toEqual({
      code: 'not-written',
      text: 'It could not be written and read back yet: iam:GetRole on x.y: Rate exceeded.',
      advice: 'Nothing to do: it is tried again.',
    });
    expect(first?.due).toBe('2026-03-01T12:02:00.000Z');
    expect(engine.told).toEqual(['deployment-1']);
    expect(engine.steps).toEqual(['marked deployment-1', 'writes access-1']);
  });

  it('says it once, however often it is met', async () => {
    const engine = await open();
    await noteUndone(TARGET, THROTTLED, engine.tools);
    engine.told.length = 0;
    await noteUndone(TARGET, THROTTLED, engine.tools);
    expect(engine.told).toEqual([]);
  });
});
