import { describe, expect, it } from '@jest/globals';
import { PolicyRefusedError, TransientError } from '../../../shared/cloud/errors.ts';
import { look, unread } from '../../../shared/stories/grant-access/sight.ts';
import { GRANT, keep, situationOf, WITHDRAW } from '../findings.ts';

const DENIED = new PolicyRefusedError('denied', 'It may not.', 'Let it.');
const GONE = new PolicyRefusedError('target-gone', 'It is gone.', 'Nothing to do.');

function targetOf(read: () => Promise<unknown>) {
  return {
    read,
    plan: () => {
      throw new TypeError('nothing to plan');
    },
    write: async () => {},
  };
}

describe('look', () => {
  it('sees a policy', async () => {
    const target = targetOf(async () => ['anna']);
    expect(await look(target)).toEqual({ kind: 'seen', current: ['anna'] });
  });

  it('takes a refusal for an answer', async () => {
    const target = targetOf(() => Promise.reject(DENIED));
    expect(await look(target)).toEqual({ kind: 'refused', error: DENIED });
  });

  it('throws what may pass', async () => {
    const error = new TransientError('throttled');
    await expect(look(targetOf(() => Promise.reject(error)))).rejects.toBe(error);
  });
});

describe('unread', () => {
  const all = [
    situationOf(GRANT, { accessId: 'grant' }),
    situationOf(keep('held'), { accessId: 'keep' }),
    situationOf(WITHDRAW, { accessId: 'withdraw' }),
  ];

  it.each([
    ['refuses all where it may not be read', DENIED, 'refused'],
    ['has nothing left to take where it is gone', GONE, 'absent'],
  ])('%s', (_it, error, kind) => {
    const { change, standings, notices } = unread(all, error);
    expect([change, notices]).toEqual([{ kind: 'none' }, []]);
    const problem = { code: error.code, text: error.message, advice: error.advice };
    const refused = { kind: 'refused', problem };
    expect(standings.get('grant')).toEqual(refused);
    expect(standings.get('keep')).toEqual(refused);
    expect(standings.get('withdraw')).toEqual(kind === 'absent' ? { kind } : refused);
  });
});
