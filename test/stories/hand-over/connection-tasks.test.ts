import { describe, expect, it } from '@jest/globals';
import type { ConnectionAsk } from '../../../shared/record/connection-asks.ts';
import { digest } from '../../../shared/runtime/json.ts';
import type { AccessView } from '../../../shared/slack/view.ts';
import { connectionTasks } from '../../../shared/stories/hand-over/connection-tasks.ts';
import { access, handover } from '../../slack/views.ts';

const AT = '2026-03-06T14:02:00.000Z';
const NOW = new Date('2026-03-06T14:05:00.000Z');
const AUTO = { create: 'auto', via: 'environment-manager' } as const;
const { connection } = access();

/** Somebody has said that what is there may be replaced. */
const yes = (more: Partial<ConnectionAsk> = {}): ConnectionAsk => ({
  ...{ accessId: 'acc-1', deploymentId: 'clmk', by: 'jane', at: AT, replace: true },
  connection: digest(connection),
  ...more,
});

const tasks = (accesses: readonly AccessView[], ask?: ConnectionAsk) =>
  connectionTasks(accesses, new Map(ask && [[ask.accessId, ask]]), [], NOW);

describe('connectionTasks', () => {
  it('makes one connection for both identities of a target', () => {
    const both = [
      access({ handover: AUTO }),
      access({ handover: AUTO, accessId: 'acc-2', slot: 'dr' }),
    ];
    expect(tasks(both)).toMatchObject([{ connection, accessIds: ['acc-1', 'acc-2'] }]);
  });

  it('takes what one of them was asked for as asked for both', () => {
    const both = [
      access({ handover: AUTO }),
      access({ handover: AUTO, accessId: 'acc-2', slot: 'dr' }),
    ];
    expect(tasks(both, yes())).toMatchObject([{ replace: true }]);
  });

  // Made by one way, and by the rules to be made by another now.
  const made = handover(connection, 'created', { answers: AT });
  const again = { ...made, create: 'auto', via: 'airflow' } as const;
  it.each<[string, AccessView['handover'], ConnectionAsk, boolean]>([
    ['that was just said', AUTO, yes(), true],
    ['but to a connection only', AUTO, yes({ replace: false }), false],
    ['of another connection', AUTO, yes({ connection: 'of another' }), false],
    ['that was answered', again, yes(), false],
    ['said after that answer', again, yes({ at: '2026-03-06T14:04:00.000Z' }), true],
  ])('replaces by a yes %s', (_it, standing, ask, replace) => {
    expect(tasks([access({ ...(standing && { handover: standing }) })], ask)).toMatchObject([
      { replace },
    ]);
  });

  it('holds a yes that was tried in vain', () => {
    const due = '2026-03-06T14:04:00.000Z';
    const waits = handover(connection, 'waiting', { answers: AT, due });
    expect(tasks([access({ handover: waits })], yes())).toMatchObject([{ replace: true }]);
  });

  it('knows the object that was made under the same id before', () => {
    const { done } = handover(connection, 'created', { objectId: 'object-1', connection: 'older' });
    const handed = done === undefined ? [] : [done];
    const found = connectionTasks([access({ handover: AUTO })], new Map(), handed, NOW);
    expect(found).toMatchObject([{ objectId: 'object-1' }]);
  });
});
