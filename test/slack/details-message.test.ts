import { describe, expect, it } from '@jest/globals';
import { validateBlocks } from '../../local/slack/block-kit.ts';
import type { HistoryItem } from '../../shared/record/history.ts';
import { detailsMessage } from '../../shared/slack/details-message.ts';
import type { AccessView } from '../../shared/slack/view.ts';
import { labelsOf } from './buttons.ts';
import { textOf } from './texts.ts';
import { access, IDENTITY, view } from './views.ts';

const because = (code: string) => ({ code, text: 'It is so.', advice: 'Do this.' });
const at = '2026-03-06T14:02:11.000Z';
const happened = (event: string, more: Partial<HistoryItem> = {}): HistoryItem => ({
  deploymentId: 'clmk',
  accessId: 'acc-1',
  at,
  event,
  by: 'grant-access',
  ...more,
});
const shown = (one: AccessView, history: readonly HistoryItem[] = []) =>
  textOf(detailsMessage(view([one]), history));

describe('detailsMessage', () => {
  it('tells all about an access', () => {
    const drift = { at, diff: '- a', repaired: true };
    const notices = [because('size')];
    const one = access({ drift, notices, approval: 'slack', reason: because('held') });
    expect(shown(one, [happened('decision.held', { by: 'U0JANE' })])).toMatch(
      [
        '🟢 *lake*: own role `airflow-fiery-nebula-1234`, policy `lake-read`',
        `To \`${IDENTITY}\``,
        'In place since <!date^1772805731^{date_short_pretty} {time}|2026-03-06 14:02 UTC>, by rule etl-aws `@3f2c1a9`, mode apply',
        'Last decision: held by <@U0JANE>, <!date^1772805731^',
      ].join('\n'),
    );
    for (const text of [
      'It is so. Do this.',
      'Note: It is so. Do this.',
      'Somebody else changed it, seen <!date^1772805731^{date_short_pretty} {time}|2026-03-06 14:02 UTC>, and it was put back.',
      'For the command line: `acc-1`',
    ]) {
      expect(shown(one)).toContain(text);
    }
  });

  it('goes on in another section where one access is too much for one', () => {
    const lengthy = (text: string) => ({
      code: 'size',
      text: text.repeat(400),
      advice: text.repeat(400),
    });
    const one = access({
      target: 't'.repeat(200),
      rule: 'r'.repeat(200),
      identity: 'i'.repeat(250),
      specification: {
        ...{
          kind: 'awsOwnRole',
          account: '999988887777',
          roleName: 'airflow',
          deploymentId: 'clmk',
        },
        policies: ['p', 'q', 'r', 's'].map((one) => one.repeat(200)),
      },
      reason: lengthy('w'),
      notices: ['a', 'b', 'c', 'd'].map(lengthy),
    });
    const { blocks } = detailsMessage(view([one]), []);
    expect(validateBlocks(blocks)).toEqual([]);
    expect(blocks.filter(({ type }) => type === 'section')).toHaveLength(2);
    expect(shown(one)).toContain('For the command line: `acc-1`');
  });

  it.each<[string, Partial<AccessView>, readonly string[]]>([
    ['in place', {}, ['Create connection', 'Hold', 'Revoke…']],
    ['refused', { state: 'refused', reason: because('quota') }, ['Retry', 'Hold']],
    ['held', { reason: because('held') }, ['Create connection', 'Release', 'Revoke…']],
    [
      'ending',
      { until: '2026-03-07T14:02:11.000Z', reason: because('ending') },
      ['Undo', 'Revoke…'],
    ],
    [
      'to be approved',
      { state: 'waiting', mode: 'approve', reason: because('approval') },
      ['Approve…', 'Deny', 'Show diff'],
    ],
    [
      'to be approved in a terminal',
      { state: 'waiting', mode: 'approve', reason: because('approval'), approval: 'cli' },
      ['Show diff'],
    ],
  ])('offers what applies to one that is %s', (_it, more, labels) => {
    expect(labelsOf(detailsMessage(view([access(more)]), []))).toEqual([labels]);
  });

  it('offers nothing where nobody answers presses', () => {
    const message = detailsMessage(view([access()], { endpoints: 'none' }), []);
    expect(labelsOf(message)).toEqual([]);
  });

  it.each<[string, HistoryItem, string]>([
    ['a grant', happened('access.granted'), '*lake* was granted'],
    [
      'a refusal and its reason',
      happened('access.refused', { detail: { reason: 'quota' } }),
      '*lake* was refused (quota)',
    ],
    ['a decision', happened('decision.approved', { by: 'U0JANE' }), '<@U0JANE> approved *lake*'],
    ['an undo', happened('decision.kept', { by: 'jane' }), 'jane said that this stays: *lake*'],
    [
      'what the rules gave',
      happened('deployment.decided', { detail: { commit: '3f2c1a9b7d', wants: ['a', 'b'] } }),
      'The access rules `@3f2c1a9` give it 2 accesses',
    ],
    [
      'that they gave nothing',
      happened('deployment.decided', { detail: { wants: [], nothing: 'no-rule' } }),
      'The access rules give it nothing (no-rule)',
    ],
    [
      'a connection',
      happened('connection.created', { by: 'hand-over' }),
      'the connection of *lake* was made',
    ],
    [
      'who asked for one',
      happened('connection.asked', { by: 'U0JANE (jane)' }),
      'the connection of *lake* was asked for, by <@U0JANE>',
    ],
    [
      'one of an access that is gone',
      happened('access.revoked', { accessId: 'other' }),
      '*an access* was taken back',
    ],
    ['what it has no words for', happened('some.thing', { by: 'x' }), 'some thing of *lake*, by x'],
  ])('words %s', (_it, item, words) => {
    expect(shown(access(), [item])).toContain(`2026-03-06 14:02 UTC> · ${words}`);
  });

  it('tells the last ten things that happened', () => {
    const many = Array.from({ length: 12 }, (_, index) => happened('x.y', { by: `by-${index}` }));
    const lines = shown(access(), many).match(/by by-\d+/g);
    expect(lines).toHaveLength(10);
    expect(lines?.at(-1)).toBe('by by-11');
  });

  it('names the command for those that do not fit, and puts the most urgent first', () => {
    const many = Array.from({ length: 50 }, (_, index) => access({ target: `lake-${index}` }));
    const refused = access({ target: 'full', state: 'refused', reason: because('quota') });
    const message = detailsMessage(view([...many, refused]), [happened('access.granted')]);
    expect(textOf(message)).toMatch(/^🔴 \*full\*/);
    expect(textOf(message)).toMatch(/^and \d+ more: `deployment-authorizer status clmk`$/m);
    expect(textOf(message)).toContain('*What happened*');
    expect(validateBlocks(message.blocks)).toEqual([]);
  });

  it('says so where there is nothing', () => {
    expect(textOf(detailsMessage(view([]), []))).toBe(
      'Details of Deployment etl-prod: gets no access.',
    );
  });
});
