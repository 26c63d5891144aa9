import { describe, expect, it } from '@jest/globals';
import {
  AstroAnswerError,
  AstroDeniedError,
  AstroUnavailableError,
} from '../../../shared/deployment/astro-errors.ts';
import { twice } from '../../../shared/handover/problems.ts';
import type { Made, ToMake, Way } from '../../../shared/handover/way.ts';
import { attempt } from '../../../shared/stories/hand-over/attempt.ts';
import { task } from './tasks.ts';

const CREATED: Made = { kind: 'created', written: true };

/** Both ways, of which only this one may be gone. */
const only = (via: 'airflow' | 'environment-manager', way: Way) => {
  const other: Way = async () => {
    throw new Error('the wrong way');
  };
  return { airflow: other, 'environment-manager': other, [via]: way };
};
const failing = (error: unknown) =>
  attempt(
    'clmk',
    task(),
    only('environment-manager', async () => {
      throw error;
    }),
  );

describe('attempt', () => {
  it.each([
    ['the object that was made before', { objectId: 'object-1' }],
    ['no object where none is known', {}],
  ])('asks the way of the target, naming %s', async (_what, known) => {
    const asked: ToMake[] = [];
    const way: Way = async (wanted) => {
      asked.push(wanted);
      return CREATED;
    };
    const wanted = task({ via: 'airflow', replace: true, ...known });
    expect(await attempt('clmk', wanted, only('airflow', way))).toEqual(CREATED);
    const { connection } = wanted;
    expect(asked).toStrictEqual([{ deploymentId: 'clmk', connection, replace: true, ...known }]);
  });

  it('refuses what is contested, and asks nobody', async () => {
    const contested = twice('aws_lake', ['lake', 'other']);
    const way: Way = async () => {
      throw new Error('asked');
    };
    const made = await attempt('clmk', task({ contested }), only('environment-manager', way));
    expect(made).toEqual({ kind: 'refused', problem: contested });
  });

  it('waits for an Astro that is out of order, as long as it asks', async () => {
    const made = await failing(new AstroUnavailableError('Astro gave no answer', { wait: 9_000 }));
    expect(made).toEqual({
      kind: 'waiting',
      wait: 9_000,
      problem: {
        code: 'astro-unavailable',
        text: 'Astro gave no answer.',
        advice: expect.stringContaining('tried again by itself'),
      },
    });
  });

  it('is refused by an Astro that denies the token, with the advice that comes with it', async () => {
    const made = await failing(new AstroDeniedError('Astro denied it', 'Give it a role.'));
    const problem = { code: 'astro-denied', text: 'Astro denied it.', advice: 'Give it a role.' };
    expect(made).toEqual({ kind: 'refused', problem });
  });

  it('is refused by an Astro that refuses the call, and names the file to look into', async () => {
    const made = await failing(new AstroAnswerError('Astro refused POST x: 400, the port'));
    const problem = {
      code: 'astro-answer',
      text: 'Astro refused POST x: 400, the port.',
      advice: expect.stringContaining('access-rules.yml'),
    };
    expect(made).toEqual({ kind: 'refused', problem });
  });

  it('fails by whatever else is wrong', async () => {
    const bug = new TypeError('a bug');
    await expect(failing(bug)).rejects.toBe(bug);
  });
});
