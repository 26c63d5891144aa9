import { describe, expect, it } from '@jest/globals';
import { notEntitledBecause, type Presser, type Stake } from '../../shared/slack/entitlement.ts';
import { VERBS, type Verb } from '../../shared/slack/press.ts';

const GROUP = ['U0ANN', 'U0JANE', 'U0NOMAIL', 'U0ROBOT', 'U0LEFT'];
const UNTOLD = { code: 'press-scope', text: 'A scope is missing.', advice: 'Add it.' };

/** Somebody with an address, and the members of the user group. */
function who(userId: string, person: Partial<Presser['person']> = {}): Presser {
  return {
    userId,
    person: { email: `${userId.slice(2)}@acme.example`, bot: false, deactivated: false, ...person },
    groups: new Map([['S0PLATFORM', GROUP]]),
    untold: new Map([['S0UNTOLD', UNTOLD]]),
  };
}

const { email: _, ...NO_EMAIL } = who('U0NOMAIL').person;
const ANN = who('U0ANN');
const BOB = who('U0BOB');
const JANE = who('U0JANE');
const GUEST: Presser = { ...who('U0NOMAIL'), person: NO_EMAIL };

const stake = (more: Partial<Stake> = {}): Stake => ({
  accessId: 'a1',
  approvers: ['S0PLATFORM'],
  approval: 'slack',
  createdBy: 'Jane@ACME.example ',
  ...more,
});
const by = (...approvers: string[]) => stake({ approvers });
const why = (verb: Verb, presser: Presser, on = stake()) =>
  notEntitledBecause(verb, presser, on)?.code;

const GIVING: readonly Verb[] = ['approve', 'undo'];
const TAKING: readonly Verb[] = ['deny', 'hold', 'release', 'revoke'];
const MAKING: readonly Verb[] = ['retry', 'connect', 'replace'];
const SHOWING: readonly Verb[] = ['details', 'diff'];

describe('notEntitledBecause', () => {
  it('has a right for every verb', () => {
    expect([...GIVING, ...TAKING, ...MAKING, ...SHOWING].toSorted()).toEqual(VERBS.toSorted());
  });

  it.each(VERBS)('lets an approver %s', (verb) => {
    expect(why(verb, ANN)).toBeUndefined();
    expect(why(verb, BOB, by('U0BOB'))).toBeUndefined();
    expect(why(verb, ANN, by('U0BOB', 'S0UNTOLD', 'S0PLATFORM'))).toBeUndefined();
  });

  it.each([...GIVING, ...TAKING, ...MAKING])('lets nobody else %s', (verb) => {
    expect(why(verb, BOB)).toBe('press-not-entitled');
    expect(why(verb, BOB, by('U0ANN', 'S0OTHER'))).toBe('press-not-entitled');
  });

  it.each(SHOWING)('lets everybody see %s', (verb) => {
    expect(why(verb, who('U0ROBOT', { bot: true }), by())).toBeUndefined();
  });

  it.each(GIVING)('never lets whoever created it %s, approver or not', (verb) => {
    expect(why(verb, JANE)).toBe('press-creator');
    expect(why(verb, JANE, by('U0JANE'))).toBe('press-creator');
  });

  it.each([...TAKING, ...MAKING])('lets an approver who created it %s', (verb) => {
    expect(why(verb, JANE)).toBeUndefined();
  });

  it.each(MAKING)('lets whoever created it %s, approver or not', (verb) => {
    expect(why(verb, JANE, by('U0ANN'))).toBeUndefined();
    expect(why(verb, JANE, by())).toBeUndefined();
  });

  it.each(TAKING)('does not let whoever created it %s without being an approver', (verb) => {
    expect(why(verb, JANE, by('U0ANN'))).toBe('press-not-entitled');
  });

  it.each(GIVING)('lets nobody %s whose address it cannot compare', (verb) => {
    expect(why(verb, GUEST)).toBe('press-email-unknown');
    expect(notEntitledBecause(verb, GUEST, stake())?.advice).toContain('users:read.email');
    expect(why(verb, GUEST, stake({ createdBy: 'ci-token' }))).toBeUndefined();
    const { createdBy: _by, ...unknown } = stake();
    expect(why(verb, GUEST, unknown)).toBeUndefined();
  });

  it.each(MAKING)('does not believe the address of another company: %s', (verb) => {
    const person = { ...JANE.person, foreign: true } as const;
    expect(why(verb, { ...JANE, person }, by('U0ANN'))).toBe('press-not-entitled');
    expect(why(verb, { ...JANE, person }, by('U0JANE'))).toBeUndefined();
  });

  it.each(MAKING)('does not take whoever has no address for whoever created it: %s', (verb) => {
    expect(why(verb, GUEST, by('U0ANN'))).toBe('press-not-entitled');
  });

  it.each([...GIVING, ...TAKING, ...MAKING])('lets nobody %s who is no person', (verb) => {
    expect(why(verb, who('U0ROBOT', { bot: true }))).toBe('press-no-person');
    expect(why(verb, who('U0LEFT', { deactivated: true }))).toBe('press-no-person');
    expect(why(verb, { ...JANE, person: { ...JANE.person, bot: true } })).toBe('press-no-person');
  });

  it.each([...GIVING, ...TAKING, ...MAKING])('lets nobody %s where nobody is named', (verb) => {
    expect(why(verb, ANN, by())).toBe('press-no-approvers');
    expect(notEntitledBecause(verb, ANN, by())?.advice).toContain('slack.approvers');
  });

  it.each([...GIVING, ...TAKING, ...MAKING])('says so when a group is not told: %s', (verb) => {
    expect(notEntitledBecause(verb, BOB, by('S0PLATFORM', 'S0UNTOLD'))).toBe(UNTOLD);
  });

  it.each(VERBS)('leaves approving, and nothing else, to the command line: %s', (verb) => {
    const cli = stake({ approval: 'cli' });
    expect(why(verb, ANN, cli)).toBe(verb === 'approve' ? 'press-cli-only' : undefined);
    expect(notEntitledBecause('approve', ANN, cli)?.advice).toContain(
      'deployment-authorizer approve a1',
    );
  });

  it('names those who may', () => {
    expect(notEntitledBecause('deny', BOB, by('U0ANN', 'S0PLATFORM'))?.advice).toBe(
      'Ask <@U0ANN>, <!subteam^S0PLATFORM>.',
    );
  });
});
