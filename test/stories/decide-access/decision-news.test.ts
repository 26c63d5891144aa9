import { describe, expect, it } from '@jest/globals';
import type { DeploymentStatus } from '../../../shared/deployment/deployment.ts';
import { audit, isNews } from '../../../shared/stories/decide-access/decision-news.ts';
import { decided, LATER, want } from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';
import { NOW, problem } from '../findings.ts';

const BEFORE = decided({ nothing: problem('identity-absent') });

const called = (name: string) => ({ ...BEFORE.deployment, name });
const shown = (status: DeploymentStatus) => ({ ...BEFORE.deployment, status });

describe('isNews', () => {
  it.each([
    ['is so of the first decision', BEFORE, undefined, true],
    ['is so of other wants', { ...BEFORE, wants: [] }, BEFORE, true],
    [
      'is so of another reason for nothing',
      { ...BEFORE, nothing: problem('no-rule') },
      BEFORE,
      true,
    ],
    ['is so of another name', { ...BEFORE, deployment: called('bi') }, BEFORE, true],
    ['is not so of another status', { ...BEFORE, deployment: shown('DEPLOYING') }, BEFORE, false],
    ['is so of other rules', { ...BEFORE, rules: { digest: 'another' } }, BEFORE, true],
    ['is not so of the same again', { ...BEFORE, at: LATER, reminders: 3 }, BEFORE, false],
    [
      'is not so of another commit of the same rules',
      { ...BEFORE, rules: { digest: 'digest', commit: 'b' } },
      BEFORE,
      false,
    ],
  ])('%s', (_it, now, before, expected) => {
    expect(isNews(now, before)).toBe(expected);
  });
});

describe('audit', () => {
  it.each([
    ['what it should reach, by which rules', { rules: { digest: 'digest', commit: 'abc1234' } }],
    ['why it gets nothing', { wants: [], nothing: problem('no-rule') }],
  ])('says %s', async (_it, more) => {
    const engine = openEngine();
    const found = decided(more);
    await audit(found, engine.tools);
    const { commit } = { commit: undefined, ...found.rules };
    const detail = {
      rules: 'digest',
      ...(commit && { commit }),
      wants: found.wants.length > 0 ? [`${want.rule}: redshift (primary)`] : [],
      ...(found.nothing && { nothing: 'no-rule' }),
    };
    const deploymentId = 'deployment-1';
    expect(engine.log).toEqual([
      { severity: 'INFO', event: 'deployment.decided', deploymentId, ...detail },
    ]);
    expect(await engine.record.history.of(deploymentId)).toEqual([
      {
        deploymentId,
        at: NOW.toISOString(),
        event: 'deployment.decided',
        by: 'decide-access',
        detail,
      },
    ]);
  });
});
