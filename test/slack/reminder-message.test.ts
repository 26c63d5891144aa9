import { describe, expect, it } from '@jest/globals';
import { validateBlocks } from '../../local/slack/block-kit.ts';
import { reminderMessage } from '../../shared/slack/reminder-message.ts';
import type { AccessView, DeploymentView } from '../../shared/slack/view.ts';
import { textOf } from './texts.ts';
import { access, view } from './views.ts';

const now = new Date('2026-03-06T15:00:00.000Z');
const because = (code: string) => ({ code, text: 'It is full.', advice: 'Raise it.' });
const refused = access({ state: 'refused', reason: because('quota') });
const approval = access({
  target: 'pii',
  state: 'waiting',
  reason: because('approval'),
  approvers: ['S0SECURITY'],
});
const late = access({
  state: 'waiting',
  reason: because('identity-not-visible'),
  deadline: now.toISOString(),
});
const said = (accesses: readonly AccessView[], more: Partial<DeploymentView> = {}) => {
  const message = reminderMessage(view(accesses, more), now);
  return message && textOf(message);
};

describe('reminderMessage', () => {
  it.each<[string, AccessView]>([
    ['is in place', access()],
    ['is held', access({ state: 'waiting', reason: because('held') })],
    ['is being written', access({ state: 'pending' })],
    ['may still come by itself', { ...late, deadline: '2026-03-06T15:00:00.001Z' }],
    ['nobody approved in time', access({ state: 'refused', reason: because('approval-lapsed') })],
    ['was taken back', access({ state: 'revoked', reason: because('denied') })],
  ])('is none for what %s', (_it, one) => expect(said([one])).toBeUndefined());

  it('calls those who can mend what was refused, and says how', () => {
    expect(said([access(), refused])).toBe(
      '<!subteam^S0PLATFORM>: *etl-prod* still waits for you.\n' +
        '• *lake* is refused since <!date^1772805731^{date_short_pretty} {time}|2026-03-06 14:02 UTC>. It is full. Raise it.\n' +
        'In the message above: press *Retry* once it is mended.',
    );
  });

  it('calls those who may approve, as each rule names them', () => {
    expect(said([approval])).toBe(
      '<!subteam^S0SECURITY>: *etl-prod* still waits for you.\n' +
        '• *pii* waits for approval since <!date^1772805731^{date_short_pretty} {time}|2026-03-06 14:02 UTC>.\n' +
        'In the message above: press *Approve…* or *Deny*.',
    );
    expect(said([approval, late])).toContain('<!subteam^S0SECURITY> <!subteam^S0PLATFORM>: ');
  });

  it('names the command for what no press approves', () => {
    const byCommand = { ...approval, approval: 'cli' } as const;
    expect(said([byCommand])?.split('\n').at(-1)).toBe(
      'In a terminal: `deployment-authorizer approve acc-1`, or `deny` instead.',
    );
    expect(said([byCommand])).not.toContain('In the message above');
    expect(said([byCommand, approval])).toContain('press *Approve…* or *Deny*.\nIn a terminal: ');
  });

  it('calls about what waits for longer than it may', () => {
    expect(said([late])).toContain('• *lake* waits since');
  });

  it('names commands where nobody answers presses', () => {
    expect(said([approval, refused], { endpoints: 'none' })).toContain(
      'In a terminal: `deployment-authorizer approve clmk` (or `deny`), `deployment-authorizer retry clmk` once it is mended.',
    );
  });

  it('can be read aloud, and names the first five', () => {
    const many = Array.from({ length: 7 }, (_, index) => ({ ...refused, target: `lake-${index}` }));
    expect(reminderMessage(view(many), now)?.text).toBe(
      'Deployment etl-prod still waits for a person: lake-0, lake-1, lake-2, lake-3, lake-4, and 2 more.',
    );
    expect(said(many)).toContain('and 2 more');
  });

  it('begins another section where five that are refused have much to say', () => {
    const long = { code: 'quota', text: 'Long. '.repeat(60), advice: 'Longer. '.repeat(60) };
    const many = Array.from({ length: 5 }, (_, index) =>
      access({ ...refused, reason: long, target: `${index}${'n'.repeat(200)}` }),
    );
    const blocks = reminderMessage(view(many), now)?.blocks ?? [];
    expect(validateBlocks(blocks)).toEqual([]);
    expect(blocks.length).toBeGreaterThan(1);
  });
});
