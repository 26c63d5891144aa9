import { describe, expect, it } from '@jest/globals';
import { coalesced } from '../../../shared/cloud/gcp/coalesced.ts';

/** Runs that end only when told to. */
function heldRuns() {
  const started: string[] = [];
  const ends: (() => void)[] = [];
  const fails: ((error: Error) => void)[] = [];
  const run = (key: string) => {
    started.push(key);
    return new Promise<void>((resolve, reject) => {
      ends.push(resolve);
      fails.push(reject);
    });
  };
  return { started, ends, fails, run };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('coalesced', () => {
  it('makes one further run of all who come while one runs', async () => {
    const { started, ends, run } = heldRuns();
    const grant = coalesced(run);
    const calls = [grant('a'), grant('a'), grant('a'), grant('a')];
    await settled();
    expect(started).toEqual(['a']);
    ends[0]?.();
    await settled();
    expect(started).toEqual(['a', 'a']);
    ends[1]?.();
    await Promise.all(calls);
    expect(started).toHaveLength(2);
  });

  it('does not let one who came late share a run that may have read before', async () => {
    const { ends, run } = heldRuns();
    const grant = coalesced(run);
    const first = grant('a');
    let lateIsDone = false;
    const late = grant('a').then(() => {
      lateIsDone = true;
    });
    ends[0]?.();
    await first;
    await settled();
    expect(lateIsDone).toBe(false);
    ends[1]?.();
    await late;
  });

  it('runs different keys beside each other', async () => {
    const { started, ends, run } = heldRuns();
    const grant = coalesced(run);
    const calls = [grant('a'), grant('b')];
    expect(started).toEqual(['a', 'b']);
    for (const end of ends) end();
    await Promise.all(calls);
  });

  it('fails those who shared the run that failed, and no others', async () => {
    const { fails, ends, run } = heldRuns();
    const grant = coalesced(run);
    const first = grant('a');
    const second = grant('a');
    fails[0]?.(new Error('down'));
    await expect(first).rejects.toThrow('down');
    await settled();
    ends[1]?.();
    await expect(second).resolves.toBeUndefined();
  });
});
