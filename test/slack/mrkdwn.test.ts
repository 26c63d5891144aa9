import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bold, code, escaped, fence, link, mention, prose } from '../../shared/slack/mrkdwn.ts';
import { strayMarkup } from './texts.ts';

describe('escaped', () => {
  it.each([
    ['escapes what Slack reads as commands', '<!channel> & co', 100, '&lt;!channel&gt; &amp; co'],
    ['keeps to one line', 'a\n\tb\u0000c', 100, 'a b c'],
    ['removes what turns the direction of reading', 'a\u202Eb', 100, 'ab'],
    ['leaves alone what just fits', 'a&b', 7, 'a&amp;b'],
    ['cuts between characters, never within an entity', 'a&b', 6, 'a…'],
    ['cuts no emoji in halves', '🟢🟢🟢', 5, '🟢🟢…'],
    ['leaves nothing where there is no room', 'ab', 0, '…'],
    ['repairs what is no text', 'a\uD800', 100, 'a\uFFFD'],
  ])('%s', (_it, text, limit, result) => expect(escaped(text, limit)).toBe(result));
});

describe('prose', () => {
  it.each([
    ['leaves names with underscores alone', 'role my_etl_role', 'role my_etl_role'],
    ['formats nothing', '*a* _b_ ~c~ `d`', '∗a∗ ˍbˍ ∼c∼ ˋdˋ'],
    ['escapes', '<https://evil|x>', '&lt;https://evil|x&gt;'],
    [
      'shows an ARN as code, for `:aws:` may be an emoji',
      'The role arn:aws:iam::1:role/a is gone.',
      'The role `arn:aws:iam::1:role/a` is gone.',
    ],
  ])('%s', (_it, text, result) => expect(prose(text)).toBe(result));
});

describe('code', () => {
  it.each([
    ['holds anything but a backtick', '*a*`b`', '`*a*ˋbˋ`'],
    ['is never empty', ' ', '`?`'],
  ])('%s', (_it, text, result) => expect(code(text)).toBe(result));
});

describe('bold', () => {
  it('is bold from end to end', () => expect(bold('a*b')).toBe('*a∗b*'));
});

describe('fence', () => {
  it('keeps spaces, lines and quotes', () => {
    expect(fence(['Extra   {"a":"b  c"}', 'x<y'])).toBe('```\nExtra   {"a":"b  c"}\nx&lt;y\n```');
  });

  it('cannot be ended from within', () => {
    expect(fence(['a```b']).match(/```/g)).toHaveLength(2);
  });
});

describe('link', () => {
  it.each([
    [
      'escapes address and label',
      'https://a?b=1&c=<>|',
      'a|b>',
      '<https://a?b=1&amp;c=%3C%3E%7C|a|b&gt;>',
    ],
    ['is none for another scheme', 'javascript:alert(1)', 'x', undefined],
    ['is none for an address with spaces', 'https://a b', 'x', undefined],
    ['is none for an endless address', `https://a/${'b'.repeat(600)}`, 'x', undefined],
  ])('%s', (_it, url, label, result) => expect(link(url, label)).toBe(result));
});

describe('mention', () => {
  it.each([
    ['calls a user group', 'S0PLATFORM', '<!subteam^S0PLATFORM>'],
    ['calls a user', 'U0JANE', '<@U0JANE>'],
    ['names anything else', '<!here>', '&lt;!here&gt;'],
  ])('%s', (_it, id, result) => expect(mention(id)).toBe(result));
});

it.each(Object.entries({ code, prose, bold, mention, fence: (text: string) => fence([text]) }))(
  '%s lets no command of Slack through, whatever people chose',
  (_name, shown) => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('<!channel>', '<@U1>', '&'),
    );
    fc.assert(
      fc.property(fc.array(text), (parts) => {
        expect(strayMarkup(shown(parts.join('')).replace(/^<@[UW][A-Z0-9]+>$/, ''))).toEqual([]);
      }),
    );
  },
);
