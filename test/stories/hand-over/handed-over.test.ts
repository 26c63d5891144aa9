import { describe, expect, it } from '@jest/globals';
import { alreadyThere, linked, taken } from '../../../shared/handover/problems.ts';
import type { Made } from '../../../shared/handover/way.ts';
import type { ConnectionAsk } from '../../../shared/record/connection-asks.ts';
import type { HandedOver } from '../../../shared/record/handovers.ts';
import { after, HOUR, SECOND } from '../../../shared/runtime/clock.ts';
import type { ConnectionTask } from '../../../shared/stories/hand-over/connection-tasks.ts';
import { handedOver, isNews } from '../../../shared/stories/hand-over/handed-over.ts';
import { CONNECTION, task, WANTED } from './tasks.ts';

const BEFORE = '2026-03-06T14:00:00.000Z';
const NOW = new Date('2026-03-06T14:05:00.000Z');
const AT = NOW.toISOString();
const problem = taken('aws_lake', 'Airflow');
const WAITING: Made = { kind: 'waiting', problem };

const row = (more: Partial<HandedOver> = {}): HandedOver => ({
  ...{ accessId: 'acc-1', connectionId: CONNECTION.id, via: 'environment-manager' },
  ...{ state: 'waiting', at: BEFORE, connection: WANTED },
  ...more,
});
const ask = (more: Partial<ConnectionAsk> = {}): ConnectionAsk => ({
  ...{ accessId: 'acc-1', deploymentId: 'clmk', by: 'jane', at: BEFORE, replace: false },
  connection: WANTED,
  ...more,
});
interface Known {
  readonly task?: Partial<ConnectionTask>;
  readonly before?: HandedOver;
  readonly ask?: ConnectionAsk;
}
const outcome = (made: Made, known: Known = {}) =>
  handedOver('acc-1', task(known.task), made, known.before, known.ask, NOW);

describe('handedOver', () => {
  it('says all that is known of a connection that was made', () => {
    const made = outcome(
      { kind: 'created', written: true, objectId: 'object-1', note: alreadyThere('aws_lake') },
      { ask: ask() },
    );
    expect(made).toStrictEqual({
      ...row({ state: 'created', at: AT, objectId: 'object-1' }),
      ...{ reason: alreadyThere('aws_lake'), answers: BEFORE },
    });
  });

  it('says no more than there is', () => {
    expect(outcome({ kind: 'created', written: true })).toStrictEqual(
      row({ state: 'created', at: AT }),
    );
  });

  const objectId = 'object-1';
  it.each<[string, Made, HandedOver['objectId']]>([
    ['keeps the object while it waits', WAITING, objectId],
    ['keeps it where another is there', { kind: 'taken', problem }, objectId],
    ['keeps it where it is refused', { kind: 'refused', problem }, objectId],
    ['forgets it where what is there is not it', { kind: 'created', written: false }, undefined],
  ])('%s', (_it, made, known) => {
    expect(outcome(made, { task: { objectId } }).objectId).toBe(known);
  });

  it.each<[string, HandedOver, number, string]>([
    ['counts on while it waits', row({ attempts: 2 }), 3, BEFORE],
    ['counts one of an unknown number', row(), 1, BEFORE],
    ['begins anew for another connection', row({ attempts: 2, connection: 'x' }), 1, AT],
    ['begins anew by another way', row({ attempts: 2, via: 'airflow' }), 1, AT],
    ['begins anew after another state', row({ attempts: 2, state: 'refused' }), 1, AT],
  ])('%s', (_it, before, attempts, at) => {
    expect(outcome(WAITING, { before })).toMatchObject({ attempts, at, reason: problem });
  });

  it.each<[string, Made, number | undefined, number]>([
    ['30 seconds at first', WAITING, undefined, 30 * SECOND],
    ['twice as long the second time', WAITING, 1, 60 * SECOND],
    ['an hour at most', WAITING, 40, HOUR],
    ['as long as it is asked to', { ...WAITING, wait: 90 * SECOND }, undefined, 90 * SECOND],
    ['no shorter than by itself', { ...WAITING, wait: SECOND }, undefined, 30 * SECOND],
    ['a day where it is refused', { kind: 'refused', problem }, undefined, 24 * HOUR],
    ['a day where another is there', { kind: 'taken', problem }, undefined, 24 * HOUR],
  ])('waits %s', (_it, made, attempts, wait) => {
    const before = row(attempts === undefined ? { state: 'created' } : { attempts });
    expect(outcome(made, { before }).due).toBe(after(NOW, wait));
  });

  it.each<[string, ConnectionAsk | undefined, string | undefined]>([
    ['the asking for it', ask(), BEFORE],
    ['no asking for another', ask({ connection: 'x' }), undefined],
    ['nothing that was not asked', undefined, undefined],
  ])('answers %s', (_it, asked, answers) => {
    expect(outcome(WAITING, asked && { ask: asked }).answers).toBe(answers);
  });
});

describe('isNews', () => {
  // The same code in other words.
  const reworded = { ...problem, text: 'In other words.' };
  const refused = row({ state: 'refused', reason: problem });
  const waiting = row({ reason: problem });
  const made = row({ state: 'created' });
  it.each<[string, HandedOver | undefined, HandedOver, boolean]>([
    ['what is known for the first time', undefined, made, true],
    ['another state', waiting, { ...waiting, state: 'refused' }, true],
    ['another connection', made, { ...made, connection: 'x' }, true],
    ['another way', made, { ...made, via: 'airflow' }, true],
    ['the answer to another asking', refused, { ...refused, answers: AT }, true],
    ['another reason to wait', waiting, { ...waiting, reason: linked('aws_lake') }, true],
    ['a refusal in other words', refused, { ...refused, reason: reworded }, true],
    ['a note that was not there', made, { ...made, reason: problem }, true],
    ['a note that is gone', { ...made, reason: problem }, made, true],
    ['a reason to wait that was not there', row(), waiting, true],
    ['a reason to wait that is gone', waiting, row(), true],
    ['the same as before', made, { ...made }, false],
    ['the same refusal', refused, { ...refused, due: AT }, false],
    ['the same answer', { ...refused, answers: AT }, { ...refused, answers: AT }, false],
    ['another attempt', waiting, { ...waiting, attempts: 2, due: AT }, false],
    ['a failure in other words while it waits', waiting, { ...waiting, reason: reworded }, false],
    ['waiting without a reason', row(), row(), false],
  ])('of %s', (_it, before, now, news) => {
    expect(isNews(before, now)).toBe(news);
  });
});
