import type { Problem } from '../policy/plan.ts';
import type { DecisionItem } from './items.ts';

export const INCOMPLETE: Problem = {
  code: 'record-incomplete',
  text: 'The record of this Deployment is missing.',
  advice: 'Nothing to do: it is decided anew with the next sweep.',
};

export const UNWANTED: Problem = {
  code: 'unwanted',
  text: 'No access rule gives it any more.',
  advice: 'Nothing to do.',
};

export const ENDING: Problem = {
  code: 'ending',
  text: 'No access rule gives it any more; it stays for a while.',
  advice:
    'If it is still needed, put the rule or the name back; or undo the ending (release): then it stays.',
};

export const KEPT = (by = 'somebody'): Problem => ({
  code: 'kept',
  text: `No access rule gives it any more; ${by} said that it stays.`,
  advice: 'Take it back (deny) when it is no longer needed, or put it into the access rules.',
});

export const WITHHELD: Problem = {
  code: 'withheld',
  text: 'It would end, and so would too many others within an hour: nothing is taken.',
  advice:
    'If that is meant, somebody must confirm it: send {"action": "confirm-endings"} to operate.',
};

export const PREVIEW: Problem = {
  code: 'preview',
  text: 'Mode preview: it would be granted.',
  advice: 'Set the rule’s mode to approve or apply.',
};

export const UNAPPROVED: Problem = {
  code: 'approval',
  text: 'It needs an approval.',
  advice: 'An approver of the access rules must agree.',
};

export function held(decision: DecisionItem): Problem {
  return {
    code: 'held',
    text: `Held by ${decision.by}: nothing is given and nothing is taken.`,
    advice: 'Release it to go on.',
  };
}

export function denied(decision: DecisionItem): Problem {
  return {
    code: 'denied',
    text: `Denied by ${decision.by}.`,
    advice: 'Approve it to give it after all.',
  };
}
