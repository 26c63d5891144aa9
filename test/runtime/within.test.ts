import { describe, expect, it } from '@jest/globals';
import { TooSlowError, within } from '../../shared/runtime/within.ts';

const later = <T>(milliseconds: number, value: T) =>
  new Promise<T>((resolve) => setTimeout(() => resolve(value), milliseconds));

describe('within', () => {
  it('hands on what was done in time', async () => {
    expect(await within(1_000, later(1, 'done'))).toBe('done');
  });

  it('hands on a failure', async () => {
    await expect(within(1_000, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });

  it('waits no longer than that', async () => {
    await expect(within(5, NEVER)).rejects.toThrow(TooSlowError);
  });

  it('leaves no failure unhandled that comes too late', async () => {
    const failing = later(20, 0).then(() => {
      throw new Error('late');
    });
    await expect(within(1, failing)).rejects.toThrow(TooSlowError);
    await later(30, 0);
  });
});

const NEVER = new Promise<never>(() => {});
