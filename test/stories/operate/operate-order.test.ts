import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { InvalidEventError } from '../../../shared/runtime/errors.ts';
import { ACTIONS, parseOrder } from '../../../shared/stories/operate/operate-order.ts';

const ID = `c${'1'.repeat(24)}`;

describe('parseOrder', () => {
  it.each([
    [
      { action: 'status', deploymentId: ID },
      { action: 'status', deploymentId: ID, by: 'operate' },
    ],
    [{ action: 'status' }, { action: 'status', by: 'operate' }],
    [
      { action: 'deny', deployment: 'etl', by: 'jane' },
      { action: 'deny', deployment: 'etl', by: 'jane' },
    ],
    [
      { action: 'approve', accessId: '1f0c9a7be2d34856', else: 1 },
      { action: 'approve', accessId: '1f0c9a7be2d34856', by: 'operate' },
    ],
    [
      { action: 'connect', deploymentId: ID, replace: true },
      { action: 'connect', deploymentId: ID, replace: true, by: 'operate' },
    ],
    [
      { action: 'hold', deploymentId: ID, replace: true },
      { action: 'hold', deploymentId: ID, by: 'operate' },
    ],
    [
      { action: 'pause', by: 'jane', deploymentId: 'whatever' },
      { action: 'pause', by: 'jane' },
    ],
    [
      { action: 'report', after: ID, limit: 10 },
      { action: 'report', after: ID, limit: 10, by: 'operate' },
    ],
    [
      { action: 'report', deploymentId: ID, replace: true },
      { action: 'report', by: 'operate' },
    ],
    [
      { action: 'preview-all', after: '', limit: 1_000 },
      { action: 'preview-all', limit: 1_000, by: 'operate' },
    ],
    [
      { action: 'confirm-endings', by: 'jane', limit: 1 },
      { action: 'confirm-endings', by: 'jane' },
    ],
    [
      { action: 'resume', by: 'jane', after: 'x' },
      { action: 'resume', by: 'jane' },
    ],
    [
      { action: 'policies', targetKeys: ['one', 'two'], deploymentId: ID },
      { action: 'policies', targetKeys: ['one', 'two'], by: 'operate' },
    ],
    [{ action: 'policies' }, { action: 'policies', targetKeys: [], by: 'operate' }],
    [
      { action: 'connect', deployment: 'etl', accessId: '', replace: false },
      { action: 'connect', deployment: 'etl', by: 'operate' },
    ],
  ])('reads %j', (payload, order) => {
    expect(parseOrder(payload)).toStrictEqual(order);
  });

  const NAMED = { action: 'hold', deployment: 'etl' };
  it.each<[string, Readonly<Record<string, unknown>>, object]>([
    ['accessId', NAMED, { least: 'x', most: 'x'.repeat(100), more: 'x'.repeat(101) }],
    ['deployment', NAMED, { least: 'x', less: '', most: 'x'.repeat(300), more: 'x'.repeat(301) }],
    ['by', NAMED, { least: 'x', less: '', most: 'x'.repeat(200), more: 'x'.repeat(201) }],
    ['after', { action: 'report' }, { most: 'x'.repeat(100), more: 'x'.repeat(101) }],
    ['limit', { action: 'report' }, { least: 1, less: 0, most: 1_000, more: 1_001 }],
    [
      ...(['targetKeys', { action: 'policies' }] as const),
      { least: [], most: Array(20).fill('x'), more: Array(21).fill('x') },
    ],
    [
      ...(['targetKeys', { action: 'policies' }] as const),
      { most: ['x'.repeat(1_500)], more: ['x'.repeat(1_501)] },
    ],
  ])('takes %s in bounds', (field, payload, bounds) => {
    for (const [bound, value] of Object.entries(bounds)) {
      const order = () => parseOrder({ ...payload, [field]: value });
      if (bound === 'less' || bound === 'more') expect(order).toThrow(`${field}: `);
      else expect(order()).toMatchObject({ [field]: value });
    }
  });

  const EXAMPLE = 'Send {"action": "status", "deploymentId": "c..."}';
  const ONE_OF =
    'action is not one of preview, refresh, status, connect, approve, deny, hold, release, retry, preview-all, report, policies, confirm-endings, pause, resume.';
  it.each([
    [{ action: 'destroy' }, ONE_OF],
    [{ action: 'deny' }, 'deny: of which Deployment?'],
    [{ action: 'connect', accessId: '' }, 'connect: of which Deployment?'],
    [{ action: 'hold', accessId: 1 }, 'accessId: text was expected.'],
    [{ action: 'hold', deployment: 1 }, 'deployment: a name was expected.'],
    [{ action: 'pause', by: 1 }, 'by: a name was expected.'],
    [{ action: 'connect', replace: 1 }, 'replace: true or false was expected.'],
    [{ action: 'report', after: 1 }, 'after: text was expected.'],
    [{ action: 'report', limit: 1.5 }, 'limit: a number was expected.'],
    [{ action: 'report', limit: 1_001 }, 'limit: at most 1000.'],
    [{ action: 'policies', targetKeys: 'one' }, 'targetKeys: a list of keys was expected.'],
    [{ action: 'policies', targetKeys: [1] }, 'targetKeys: a list of keys was expected.'],
    [{ action: 'policies', targetKeys: Array(21).fill('x') }, 'targetKeys: at most 20.'],
    [{ action: 'pause', by: '', after: 1 }, 'by: a name was expected; after: text was expected.'],
  ])('says of %j all that is wrong', (payload, complaint) => {
    const whole = `${complaint} ${EXAMPLE}`;
    expect(() => parseOrder(payload)).toThrow(new InvalidEventError(whole));
  });

  it('says of a wrong id that it is one, whoever else is named', () => {
    const payload = { action: 'hold', deployment: 'etl', deploymentId: null };
    expect(() => parseOrder(payload)).toThrow('deploymentId: the id of a Deployment');
  });

  it.each([
    [{ action: 'hold' }, 'hold: of which Deployment?'],
    [{ action: 'hold', deploymentId: 'x' }, 'deploymentId: the id of a Deployment'],
    [{ action: 'destroy', deploymentId: ID }, 'action is not one of preview, refresh'],
    [{ action: 'destroy', by: '' }, /action is not one of .*; /],
    [{ action: 'report', limit: 5_000 }, 'limit: at most 1000'],
    [{ action: 'connect', deploymentId: ID, replace: 'yes' }, 'replace: true or false'],
    [{}, 'action is not one of'],
    ['hello', 'Send {"action": "status", "deploymentId": "c..."}'],
  ])('says of %j what is wrong and what is right', (payload, complaint) => {
    expect(() => parseOrder(payload)).toThrow(InvalidEventError);
    expect(() => parseOrder(payload)).toThrow(complaint);
  });
});

describe('the test events for both consoles', () => {
  const files = readdirSync('infra/events').filter((file) => file.endsWith('.json'));

  it.each(files)('%s is understood', (file) => {
    const event = JSON.parse(readFileSync(`infra/events/${file}`, 'utf8'));
    expect(parseOrder(event)).toMatchObject({ action: event.action, by: 'jane@acme.com' });
  });

  test('are one for each action', () => {
    const named = files
      .map((file) => file.replace('.json', ''))
      .filter((name) => name !== 'status-of-all');
    expect(named.toSorted()).toEqual([...ACTIONS].toSorted());
  });
});
