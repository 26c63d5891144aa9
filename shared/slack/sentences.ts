import type { Problem } from '../policy/plan.ts';
import { prose } from './mrkdwn.ts';

/** A problem as it is told: what is so, and what to do about it. */
export function sentences({ text, advice }: Problem, limit = 400): string {
  return [text, advice]
    .filter((sentence) => sentence.trim() !== '')
    .map((sentence) => prose(sentence, limit))
    .join(' ');
}
