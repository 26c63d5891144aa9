import { describe, expect, it } from '@jest/globals';
import type { ConnectionAsk } from '../../../shared/record/connection-asks.ts';
import type { HandedOver } from '../../../shared/record/handovers.ts';
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

  const row = (more: Partial<HandedOver>) =>
    [handover(connection, 'created', { connection: 'older', ...more }).done ?? []].flat();
  it.each<[string, readonly HandedOver[], object]>([
    [
      'the object that was made under the same id before',
      row({ objectId: 'it' }),
      { objectId: 'it' },
    ],
    ['none of another id', row({ connectionId: 'another', objectId: 'x' }), {}],
    ['none where none was made', row({}), {}],
    [
      'the one that any of its accesses has',
      [...row({}), ...row({ connectionId: 'another', objectId: 'x' }), ...row({ objectId: 'it' })],
      { objectId: 'it' },
    ],
  ])('knows %s', (_it, handed, known) => {
    const found = connectionTasks([access({ handover: AUTO })], new Map(), handed, NOW);
    const task = { connection, via: 'environment-manager', accessIds: ['acc-1'], replace: false };
    expect(found).toStrictEqual([{ ...task, ...known }]);
  });
});

describe('connectionTasks, where two targets want one id for different things', () => {
  const lake = (more: Partial<AccessView> = {}) => access({ handover: AUTO, ...more });
  const theirs = connection && { ...connection, extra: { role_arn: 'of another role' } };
  const other = (more: Partial<AccessView> = {}) =>
    access({
      ...{ accessId: 'acc-2', target: 'other', handover: AUTO },
      ...(theirs && { connection: theirs }),
      ...more,
    });
  /** Whose connection is contested, of those that are to be made. */
  const contested = (accesses: readonly AccessView[]) =>
    tasks(accesses).map((task) => [task.accessIds.join(), task.contested?.code]);
  const TWICE = 'connection-twice';

  it('says of the second which id and which targets they are', () => {
    const [, second] = tasks([lake(), other()]);
    expect(second?.contested?.code).toBe(TWICE);
    expect(second?.contested?.text).toContain('lake and other both make the connection aws_lake');
  });

  it.each<[string, readonly AccessView[], readonly unknown[]]>([
    [
      'the first has it',
      [lake(), other()],
      [
        ['acc-1', undefined],
        ['acc-2', TWICE],
      ],
    ],
    [
      'not what never gets one',
      [lake({ handover: { ...AUTO, create: 'never' } }), other()],
      [['acc-2', undefined]],
    ],
    ['not what is not granted', [lake({ state: 'refused' }), other()], [['acc-2', undefined]]],
    ['not what is about to end', [lake({ until: AT }), other()], [['acc-2', undefined]]],
    [
      'what waits for somebody to ask has it too',
      [lake({ handover: { ...AUTO, create: 'ask' } }), other()],
      [['acc-2', TWICE]],
    ],
    [
      'both where they are equal',
      [lake(), other({ ...(connection && { connection }) })],
      [['acc-1,acc-2', undefined]],
    ],
  ])('%s', (_it, accesses, outcome) => {
    expect(contested(accesses)).toEqual(outcome);
  });

  it('is not troubled by access that has no connection', () => {
    const { connection: _, handover: __, ...bare } = access({ accessId: 'acc-3' });
    expect(contested([bare, lake()])).toEqual([['acc-1', undefined]]);
  });

  // The second was there before the rules gave the first the same id.
  const made = (more: Partial<HandedOver> = {}) => ({
    ...handover(theirs, 'created', { accessId: 'acc-2', ...more }),
    create: 'auto' as const,
  });
  it.each<[string, AccessView['handover'], readonly unknown[]]>([
    ['has it, made first', made(), [['acc-1', TWICE]]],
    [
      'has it, made first and to be changed',
      made({ connection: 'older' }),
      [
        ['acc-1', TWICE],
        ['acc-2', undefined],
      ],
    ],
    [
      'does not, made under another id',
      made({ connectionId: 'another', connection: 'older' }),
      [
        ['acc-1', undefined],
        ['acc-2', TWICE],
      ],
    ],
    [
      'does not, only tried',
      made({ state: 'waiting', due: AT }),
      [
        ['acc-1', undefined],
        ['acc-2', TWICE],
      ],
    ],
  ])('the second %s', (_it, standing, outcome) => {
    expect(contested([lake(), other({ ...(standing && { handover: standing }) })])).toEqual(
      outcome,
    );
  });
});
