import type { Specification } from '../shared/rules/specification.ts';
import { grantsOf } from '../shared/slack/grants.ts';

/** What a specification gives, in the words of the Slack message but without its marks. */
export function giftOf(specification: Specification): string {
  return grantsOf(specification).replaceAll('`', '');
}
