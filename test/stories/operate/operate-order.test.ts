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
  ])('reads %j', (payload, order) => {
    expect(parseOrder(payload)).toEqual(order);
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
