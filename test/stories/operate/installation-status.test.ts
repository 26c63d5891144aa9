import { describe, expect, it } from '@jest/globals';
import type { BaselineCounts } from '../../../shared/record/baseline.ts';
import type { AccessItem, Want } from '../../../shared/record/items.ts';
import { parseAccessRules } from '../../../shared/rules/parse.ts';
import {
  type InstallationStatus,
  installationStatus,
  statusSentence,
} from '../../../shared/stories/operate/installation-status.ts';
import { AT, access } from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';
import { inA, problem } from '../findings.ts';
import { REDSHIFT, rulesReaching } from '../rules.ts';
import { another, putDecided } from './order-bench.ts';

const rules = parseAccessRules(rulesReaching(REDSHIFT), 'access-rules.yml');

function open() {
  const { record } = openEngine();
  return {
    record,
    status: (rulesCommit?: string) =>
      installationStatus({ record, rules: () => rules, rulesCommit, cloud: 'gcp' }),
    /** One Deployment whose accesses have such rows. */
    put: async (deploymentId: string, ...rows: readonly Partial<AccessItem>[]) => {
      const wants = rows.map((_row, place) => another(`${deploymentId}-${place}`));
      await putDecided(record, deploymentId, { wants });
      for (const [place, { accessId }] of wants.entries()) {
        const row = { ...rows[place], accessId, deploymentId };
        await record.accesses.create(access(row), AT);
      }
    },
  };
}

const NOBODY = {
  ...{ installation: 'test', cloud: 'gcp', mode: 'apply', breaker: {} },
  ...{ deployments: 0, accesses: {}, nothing: {}, stuck: [], stuckInAll: 0 },
};

describe('installationStatus', () => {
  it('says by which rules it decides, and no more than there is', async () => {
    const { status } = open();
    const { digest } = rules;
    expect(await status()).toStrictEqual({ ...NOBODY, rules: { digest } });
    expect(await status('abc1234')).toStrictEqual({
      ...NOBODY,
      rules: { digest, commit: 'abc1234' },
    });
  });

  it('counts Deployments, accesses by state, and why some reach nothing', async () => {
    const { record, status, put } = open();
    await record.deployments.take('not-decided-yet');
    await put('one', { state: 'waiting' }, { state: 'granted' });
    await put('two', { state: 'granted' });
    await putDecided(record, 'three', { wants: [], nothing: problem('no-rule') });
    await putDecided(record, 'four', { wants: [], nothing: problem('no-rule') });
    await putDecided(record, 'five', { wants: [] });
    await putDecided(record, 'six', { wants: [], nothing: problem('hibernating') });
    await putDecided(record, 'seven', { wants: [], nothing: problem('gone') });
    const { deployments, accesses, nothing } = await status();
    expect(deployments).toBe(6);
    expect(Object.entries(accesses)).toEqual([
      ['granted', 2],
      ['waiting', 1],
    ]);
    expect(Object.entries(nothing)).toEqual([
      ['hibernating', 1],
      ['no-rule', 2],
      ['undecided', 1],
    ]);
  });

  it('names those that need a person', async () => {
    const { record, status, put } = open();
    const row = (state: Want['mode'] | AccessItem['state'], code: string) =>
      ({ state, reason: problem(code) }) as Partial<AccessItem>;
    await put('one', row('refused', 'denied'), row('waiting', 'approval'));
    await put('two', row('granted', 'withheld'), row('waiting', 'principal'), { state: 'waiting' });
    await putDecided(record, 'three', { wants: [], nothing: problem('no-rule') });
    const { stuck, stuckInAll } = await status();
    const names = stuck.map(({ target, code }) => `${target} ${code}`);
    expect(names.toSorted()).toEqual(['one-0 denied', 'one-1 approval', 'two-0 withheld']);
    expect(stuckInAll).toBe(3);
  });

  it('names no more of them than one looks through', async () => {
    const { status, put } = open();
    await put('one', ...Array.from({ length: 51 }, () => ({ state: 'refused' }) as const));
    const { stuck, stuckInAll } = await status();
    expect([stuck.length, stuckInAll]).toEqual([50, 51]);
    expect(stuck[0]).toMatchObject({ target: 'one-0' });
  });

  it('says who paused it, and what of the breaker one must know', async () => {
    const { record, status } = open();
    const paused = { by: 'jane', at: AT };
    await record.pause.set(paused);
    await record.breaker.end(['a', 'b', 'c'], async () => ['a', 'b', 'c']);
    const tripped = { at: expect.any(String), count: 3 };
    expect(await status()).toMatchObject({ paused, breaker: { tripped } });
    expect((await status()).breaker).toStrictEqual({ tripped });
    await record.breaker.confirm('ann');
    const confirmed = { by: 'ann', until: inA(60 * 60_000) };
    expect((await status()).breaker).toStrictEqual({ confirmed });
  });

  const counts: BaselineCounts = {
    ...{ deployments: 1, undecided: 0, noRule: 0, nothing: 0, byHand: 0 },
    ...{ granted: 1, wouldGain: 0, toApprove: 0, refused: 0, waiting: 0 },
  };
  const found = { at: AT, deployments: ['one'], closed: AT };
  it.each<[string, BaselineCounts | undefined, InstallationStatus['baseline']]>([
    ['what became of those it found there', counts, { at: AT, closed: AT, counts }],
    ['nothing of them where they are not counted yet', undefined, undefined],
    ['nothing where it found nobody', { ...counts, deployments: 0 }, undefined],
  ])('says %s', async (_what, counted, baseline) => {
    const { record, status } = open();
    await record.baseline.write(0, { ...found, ...(counted && { counts: counted }) });
    expect((await status()).baseline).toStrictEqual(baseline);
  });
});

describe('statusSentence', () => {
  const paused = { by: 'jane', at: AT };
  const breaker = { tripped: { at: AT, count: 3 } };
  const STOPPED = 'the breaker has stopped it from taking access away';
  it.each<[Partial<InstallationStatus>, string]>([
    [{}, 'test: all is well.'],
    [{ paused }, `test: paused by jane since ${AT}.`],
    [{ breaker }, `test: ${STOPPED}.`],
    [{ breaker: { confirmed: { by: 'ann', until: AT } } }, 'test: all is well.'],
    [{ stuckInAll: 1 }, 'test: 1 access needs a person.'],
    [
      { paused, breaker, stuckInAll: 2 },
      `test: paused by jane since ${AT}; ${STOPPED}; 2 accesses need a person.`,
    ],
  ])('of %j', (more, sentence) => {
    const status = { ...NOBODY, rules: { digest: 'digest' }, ...more } as InstallationStatus;
    expect(statusSentence(status)).toBe(sentence);
  });
});
