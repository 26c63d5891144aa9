import { describe, expect, it } from '@jest/globals';
import type { BaselineItem } from '../../../shared/record/baseline.ts';
import { VersionConflictError } from '../../../shared/record/errors.ts';
import type { MessageItem } from '../../../shared/record/messages.ts';
import type { Telling } from '../../../shared/record/tellings.ts';
import { MINUTE } from '../../../shared/runtime/clock.ts';
import { isQuiet } from '../../../shared/stories/notify/quiet.ts';
import { openEngine } from '../engine-bench.ts';
import { ago } from '../findings.ts';
import { HOME, ID, newsWith } from './row-bench.ts';

const OPEN: BaselineItem = { at: ago(MINUTE), deployments: ['another', ID] };
const CLOSED: BaselineItem = { ...OPEN, closed: ago(1) };
const OTHERS: BaselineItem = { ...OPEN, deployments: ['another'] };
const NOTED = { baseline: true, shown: 'as it stands' } as const;
const OUTDATED = { baseline: true, shown: 'as it stood' } as const;
const POSTING = { part: 'head', channel: HOME, at: ago(MINUTE) };

interface Known {
  readonly baseline?: BaselineItem | undefined;
  readonly before?: Partial<MessageItem> | undefined;
  readonly telling?: Omit<Telling, 'deploymentId'>;
}

/** Whether it is quiet, and what the row has then. */
async function look({ baseline, before, telling }: Known) {
  const { record } = openEngine();
  if (baseline !== undefined) await record.baseline.write(0, baseline);
  const found = before && (await record.messages.write(ID, 0, { deploymentId: ID, ...before }));
  const told = telling && { item: { deploymentId: ID, ...telling }, version: 1 };
  const quiet = await isQuiet(ID, newsWith({ gist: 'as it stands' }), found, told, { record });
  return { quiet, row: await record.messages.get(ID), found };
}

describe('a Deployment of the baseline is left to its summary', () => {
  it.each<[string, BaselineItem, Partial<MessageItem> | undefined, number]>([
    ['when it is first looked at', OPEN, undefined, 1],
    ['when it is first looked at, after the baseline was closed', CLOSED, undefined, 1],
    ['when it says something else, as long as the baseline is open', OPEN, OUTDATED, 2],
  ])('%s, and it is noted what it would say', async (_it, baseline, before, version) => {
    const { quiet, row } = await look({ baseline, before });
    expect(quiet).toBe(true);
    expect(row).toEqual({ item: { deploymentId: ID, ...NOTED }, version });
  });

  it.each([
    ['the baseline is open', OPEN],
    ['the baseline is closed', CLOSED],
    ['the baseline has it no more', OTHERS],
    ['the record has no baseline', undefined],
  ])('as long as it says the same, where %s', async (_it, baseline) => {
    const { quiet, row, found } = await look({ baseline, before: NOTED });
    expect([quiet, row]).toEqual([true, found]);
  });

  it('where nobody asked for it', async () => {
    expect(await look({ baseline: OPEN, telling: {} })).toMatchObject({ quiet: true });
  });
});

describe('a Deployment is told of in a message of its own', () => {
  it.each<[string, Known]>([
    ['that has one already', { baseline: OPEN, before: { ...NOTED, ts: '1.1' } }],
    ['that may have one already', { baseline: OPEN, before: { ...NOTED, posting: POSTING } }],
    ['that Slack did not take yet', { baseline: OPEN, before: { ...OUTDATED, failures: 1 } }],
    ['that a person asks for', { baseline: OPEN, before: NOTED, telling: { asked: true } }],
    ['that a person asks for at first', { baseline: OPEN, telling: { asked: true } }],
    ['that says something else since', { baseline: CLOSED, before: OUTDATED }],
    ['that was never left to the summary', { baseline: OPEN, before: { shown: NOTED.shown } }],
    ['of no baseline', {}],
    ['that came after the baseline', { baseline: OTHERS }],
    ['that the baseline has no more', { baseline: OTHERS, before: OUTDATED }],
  ])('%s', async (_it, known) => {
    const { quiet, row, found } = await look(known);
    expect([quiet, row]).toEqual([false, found]);
  });
});

describe('isQuiet', () => {
  it('throws where another worker was quicker', async () => {
    const { record } = openEngine();
    await record.baseline.write(0, OPEN);
    await record.messages.write(ID, 0, { deploymentId: ID, ts: '1.1' });
    const quiet = isQuiet(ID, newsWith(), undefined, undefined, { record });
    await expect(quiet).rejects.toThrow(VersionConflictError);
  });
});
