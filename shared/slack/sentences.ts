import type { Problem } from '../policy/plan.ts';
import { mention, prose } from './mrkdwn.ts';

/** Those that name a person who decided: as `U0ANN (ann)`, where it was done in Slack. */
const BY_A_PERSON: readonly string[] = ['held', 'denied', 'kept', 'paused'];

/** A problem as it is told: what is so, and what to do about it. */
export function sentences({ code, text, advice }: Problem, limit = 400): string {
  const told = [text, advice]
    .filter((sentence) => sentence.trim() !== '')
    .map((sentence) => prose(sentence, limit))
    .join(' ');
  return BY_A_PERSON.includes(code) ? withMentions(told) : told;
}

/** The id cannot be chosen, and Slack shows the name that belongs to it. */
function withMentions(text: string): string {
  return text.replace(/\b([UW][A-Z0-9]{2,30}) \([^()]*\)/g, (_, id: string) => mention(id));
}
