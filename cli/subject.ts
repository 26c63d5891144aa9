import { isAstroId } from '../shared/deployment/astro-id.ts';
import type { Subject } from '../shared/stories/operate/operate-order.ts';

/** A Deployment's id, one access's id as Slack shows it, or else a Deployment's name. */
export function subjectOf(text: string): Subject {
  if (isAstroId(text)) return { deploymentId: text };
  return /^[0-9a-f]{16}$/.test(text) ? { accessId: text } : { deployment: text };
}
