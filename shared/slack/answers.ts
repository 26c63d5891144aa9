import type { Problem } from '../policy/plan.ts';
import type { Message } from './message.ts';
import { SCOPES } from './scopes.ts';
import { section } from './sections.ts';

/** An answer to whoever pressed; what people chose is already escaped in it. */
export function answer(text: string): Message {
  const shown = text.length > LIMIT ? `${text.slice(0, LIMIT - 1)}…` : text;
  return { text: shown, blocks: [section([shown])] };
}

/** Of what a section takes. */
const LIMIT = 2_900;

/** That a press did nothing, and why; of the problems of a press both parts are fit to be shown. */
export function nothingDone({ text, advice }: Problem): Message {
  return answer(`Nothing was done. ${text} ${advice}`);
}

export const GONE: Problem = {
  code: 'press-gone',
  text: 'The Deployment is gone, or the record does not know it any more.',
  advice: 'There is nothing left to decide.',
};

export const ACCESS_GONE: Problem = {
  code: 'press-gone',
  text: 'The Deployment no longer has this access: no access rule gives it.',
  advice: 'If it is needed, put the rule or the name back.',
};

export const UNKNOWN_BUTTON: Problem = {
  code: 'press-unknown',
  text: 'This button is of another version of deployment-authorizer.',
  advice: 'The message is being written anew: press again there.',
};

export const NOTHING_LEFT: Problem = {
  code: 'press-nothing-left',
  text: 'There is nothing here any more to which this applies.',
  advice: 'The message is being brought up to date.',
};

export const ASKED: Problem = {
  code: 'press-asked',
  text: 'The connection was asked for already: it is there, or comes as soon as the Deployment can take it.',
  advice: 'The message shows how far it is.',
};

export const SLACK_SLOW: Problem = {
  code: 'press-slack-slow',
  text: 'Slack did not say in time who you are.',
  advice: 'Press again.',
};

export const FAILED: Problem = {
  code: 'press-failed',
  text: 'It may not have been written down: something that is needed for it failed.',
  advice: 'Look at the message in a minute, and press again if it still asks.',
};

/** That Slack refuses to tell who somebody is. */
export function untold(method: keyof typeof SCOPES, reason: string): Problem {
  if (reason === 'missing_scope') {
    return {
      code: 'press-scope',
      text: `The app lacks a scope: ${method} needs ${SCOPES[method].join(' and ')}.`,
      advice: 'Add it to the app and install it in the workspace again.',
    };
  }
  return {
    code: 'press-untold',
    text: `Slack answers ${method} with \`${reason}\`.`,
    advice: 'Are the ids of users and user groups right that the access rules name as approvers?',
  };
}
