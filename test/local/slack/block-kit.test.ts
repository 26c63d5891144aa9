import { describe, expect, it } from '@jest/globals';
import { validateBlocks } from '../../../local/slack/block-kit.ts';

const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const section = (length: number) => ({ type: 'section', text: mrkdwn(length) });
const button = (more: object = {}) => ({ type: 'button', text: plain(5), ...more });
const question = (more: object = {}) => ({
  title: plain(100),
  text: plain(300),
  confirm: plain(30),
  deny: plain(30),
  ...more,
});
const asking = (more: object) => [
  { type: 'actions', elements: [button({ confirm: question(more) })] },
];
const times = <Value>(count: number, value: Value) => Array.from({ length: count }, () => value);

describe('validateBlocks', () => {
  it.each<[string, unknown]>([
    ['50 blocks', times(50, { type: 'divider' })],
    ['3,000 characters in a section', [section(3_000)]],
    ['fields in place of a text', [{ type: 'section', fields: times(10, mrkdwn(2_000 / 5)) }]],
    ['150 characters in a header', [{ type: 'header', text: plain(150) }]],
    ['ten elements in a context', [{ type: 'context', elements: times(10, mrkdwn(9)) }]],
    ['25 buttons', [{ type: 'actions', elements: times(25, button()) }]],
    [
      'a whole button',
      [
        {
          type: 'actions',
          elements: [
            button({
              action_id: 'a',
              value: 'v',
              style: 'danger',
              confirm: question(),
            }),
          ],
        },
      ],
    ],
    ['a button beside a section', [{ ...section(9), accessory: button() }]],
  ])('takes %s', (_it, blocks) => expect(validateBlocks(blocks)).toEqual([]));

  it.each<[string, unknown]>([
    ['no array', {}],
    ['51 blocks', times(51, { type: 'divider' })],
    ['an unknown block', [{ type: 'paragraph' }]],
    ['an unknown field', [{ type: 'divider', colour: 'red' }]],
    ['an empty text', [section(0)]],
    ['3,001 characters in a section', [section(3_001)]],
    ['a section of nothing', [{ type: 'section' }]],
    ['eleven fields', [{ type: 'section', fields: times(11, mrkdwn(1)) }]],
    ['2,001 characters in a field', [{ type: 'section', fields: [mrkdwn(2_001)] }]],
    ['151 characters in a header', [{ type: 'header', text: plain(151) }]],
    ['mrkdwn in a header', [{ type: 'header', text: mrkdwn(1) }]],
    ['an empty context', [{ type: 'context', elements: [] }]],
    ['eleven elements in a context', [{ type: 'context', elements: times(11, mrkdwn(1)) }]],
    ['26 buttons', [{ type: 'actions', elements: times(26, button()) }]],
    ['76 characters on a button', [{ type: 'actions', elements: [button({ text: plain(76) })] }]],
    [
      '2,001 characters in a value',
      [{ type: 'actions', elements: [button({ value: 'x'.repeat(2_001) })] }],
    ],
    [
      '256 characters in an action_id',
      [{ type: 'actions', elements: [button({ action_id: 'x'.repeat(256) })] }],
    ],
    ['a third style', [{ type: 'actions', elements: [button({ style: 'warning' })] }]],
    ['101 characters in the title of a question', asking({ title: plain(101) })],
    ['301 characters in a question', asking({ text: plain(301) })],
    ['mrkdwn in a question', asking({ text: mrkdwn(9) })],
    ['31 characters on the button that says yes', asking({ confirm: plain(31) })],
    ['31 characters on the button that says no', asking({ deny: plain(31) })],
    ['an action_id twice', [{ type: 'actions', elements: times(2, button({ action_id: 'a' })) }]],
    ['a block_id twice', times(2, { type: 'divider', block_id: 'a' })],
    ['a block_id of 256 characters', [{ type: 'divider', block_id: 'x'.repeat(256) }]],
    ['too much together', times(5, section(2_900))],
  ])('refuses %s', (_it, blocks) => expect(validateBlocks(blocks)).toHaveLength(1));
});
