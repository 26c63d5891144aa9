import { describe, expect, it } from '@jest/globals';
import type { ConnectionAsk } from '../../../shared/record/connection-asks.ts';
import type { HandedOver } from '../../../shared/record/handovers.ts';
import { VERBS, type Verb } from '../../../shared/slack/press.ts';
import type { AccessView } from '../../../shared/slack/view.ts';
import {
  type Concerned,
  concernedBy,
  isToBeJudged,
  meantBy,
} from '../../../shared/stories/answer-slack/concern.ts';
import type { SeenAccess } from '../../../shared/stories/answer-slack/sight.ts';
import { AT, LATER, want } from '../../record/samples.ts';
import * as views from '../../slack/views.ts';
import { seen } from './presses.ts';

const BEFORE = '2026-03-01T11:59:59.999Z';
const CONNECTION = {
  connectionId: 'redshift',
  via: 'environment-manager',
  connection: 'x',
} as const;

/** As the message shows the access: in place, where nothing else is said. */
const shown = (target: string, more: Partial<AccessView> = {}) =>
  views.access({ accessId: `access-${target}`, ...more });
const ask = (more: Partial<ConnectionAsk> = {}): ConnectionAsk => ({
  ...{ accessId: 'access-lake', deploymentId: 'deployment-1', by: 'jane', at: AT },
  ...{ replace: false, connection: 'x', ...more },
});
const handed = (state: HandedOver['state']): HandedOver => ({
  ...{ ...CONNECTION, accessId: 'access-lake', state, at: AT },
});

function concerned(
  verb: Verb,
  accesses: readonly SeenAccess[],
  shows?: readonly AccessView[],
  { accessId, at = AT }: { readonly accessId?: string; readonly at?: string } = {},
) {
  const about = { verb, at: new Date(at), ...(accessId !== undefined && { accessId }) };
  const view = shows && views.view(shows);
  return concernedBy(about, { deploymentId: 'deployment-1', accesses }, view);
}

const ONE: readonly Verb[] = ['connect', 'replace'];

describe('isToBeJudged', () => {
  it.each(VERBS)('holds %s for all of a Deployment against what is offered', (verb) => {
    expect(isToBeJudged({ verb })).toBe(true);
  });

  it.each(VERBS)('holds %s for one access against it where it is of a connection', (verb) => {
    expect(isToBeJudged({ verb, accessId: 'access-lake' })).toBe(ONE.includes(verb));
  });
});

describe('concernedBy', () => {
  const [lake, daily, raw] = [seen('lake'), seen('daily'), seen('raw')];

  it.each([
    ['nothing is looked up', undefined],
    ['the message offers it for another', [shown('daily')]],
  ])('is the one that the button names, where %s', (_where, shows) => {
    const accessId = 'access-lake';
    expect(concerned('hold', [daily, lake], shows, { accessId })).toEqual([lake]);
  });

  it('is those of all to which the message offers it', () => {
    const held = shown('raw', { reason: { code: 'held', text: '', advice: '' } });
    const shows = [shown('lake'), held, shown('elsewhere')];
    expect(concerned('hold', [lake, daily, raw], shows)).toEqual([lake]);
    expect(concerned('release', [lake, daily, raw], shows)).toEqual([raw]);
    expect(concerned('approve', [lake, daily, raw], shows)).toEqual([]);
  });

  it('is the same whether connections were asked for', () => {
    const [asked, other] = [seen('lake', { ask: ask() }), seen('daily', { ask: ask() })];
    expect(concerned('hold', [asked, other], [shown('lake')])).toEqual([asked]);
  });

  it.each(['hold', ...ONE] as const)('of %s is nothing where the message shows nothing', (verb) => {
    expect(concerned(verb, [lake])).toEqual([]);
  });

  const taken = views.handover(views.access().connection, 'taken');
  const isFresh = (one: SeenAccess): readonly Concerned[] => [one];
  const isAsked = (one: SeenAccess): readonly Concerned[] => [{ ...one, asked: true }];
  const isNone = (): readonly Concerned[] => [];
  const offers = shown('lake');
  const offersNone = shown('lake', { handover: { create: 'never', via: 'environment-manager' } });
  const offersReplace = shown('lake', { handover: taken });

  it.each<
    [string, Verb, Partial<SeenAccess>, AccessView, (one: SeenAccess) => readonly Concerned[]]
  >([
    ['what is offered', 'connect', {}, offers, isFresh],
    ['not what is not offered', 'connect', {}, offersNone, isNone],
    [
      'what was asked for before, and is offered again',
      'connect',
      { ask: ask({ at: BEFORE }) },
      offers,
      isFresh,
    ],
    ['what this very press has asked for', 'connect', { ask: ask() }, offers, isAsked],
    ['what was asked for since', 'connect', { ask: ask({ at: LATER }) }, offers, isAsked],
    [
      'what was asked for, and is not offered',
      'connect',
      { ask: ask({ at: BEFORE }) },
      offersNone,
      isAsked,
    ],
    [
      'what was asked for to replace one',
      'connect',
      { ask: ask({ replace: true }) },
      offersNone,
      isAsked,
    ],
    [
      'what was made since',
      'connect',
      { ask: ask(), handed: handed('created') },
      offersNone,
      isAsked,
    ],
    [
      'not what somebody else has',
      'connect',
      { ask: ask(), handed: handed('taken') },
      offersReplace,
      isNone,
    ],
    ['what somebody else has', 'replace', { handed: handed('taken') }, offersReplace, isFresh],
    [
      'what somebody else has, though it was asked for',
      'replace',
      { ask: ask({ at: LATER }) },
      offersReplace,
      isFresh,
    ],
    [
      'what is to be replaced already',
      'replace',
      { ask: ask({ replace: true }) },
      offersReplace,
      isAsked,
    ],
    [
      'what was to be replaced before',
      'replace',
      { ask: ask({ at: BEFORE, replace: true }) },
      offersReplace,
      isFresh,
    ],
    ['not what nobody else has', 'replace', { ask: ask() }, offers, isNone],
  ])('is of connections %s (%s)', (_it, verb, more, show, expected) => {
    const one = seen('lake', more);
    expect(concerned(verb, [one, daily], [show])).toEqual(expected(one));
    const accessId = 'access-lake';
    expect(concerned(verb, [one, daily], [show], { accessId })).toEqual(expected(one));
  });
});

describe('meantBy', () => {
  const UNDOING: readonly Verb[] = ['release', 'hold'];
  const ending = seen('lake', { want: { ...want, until: LATER } });

  it.each(VERBS)('is %s itself, where a rule gives it', (verb) => {
    expect(meantBy(verb, seen('lake'))).toBe(verb);
  });

  it.each(VERBS)('is an undoing where no rule gives it, if it lets it stay (%s)', (verb) => {
    expect(meantBy(verb, ending)).toBe(UNDOING.includes(verb) ? 'undo' : verb);
  });
});
