import { code } from './mrkdwn.ts';
import type { Verb } from './press.ts';

/** What does the same from a terminal as a press does here; `of` is a Deployment's or an access's id. */
const COMMANDS: Readonly<Record<Verb, (of: string) => string>> = {
  approve: (of) => `approve ${of}`,
  deny: (of) => `deny ${of}`,
  retry: (of) => `retry ${of}`,
  hold: (of) => `hold ${of}`,
  release: (of) => `release ${of}`,
  revoke: (of) => `deny ${of}`,
  undo: (of) => `release ${of}`,
  connect: (of) => `connect ${of}`,
  replace: (of) => `connect ${of} --replace`,
  diff: (of) => `preview ${of}`,
  details: (of) => `status ${of}`,
};

/** As a span to copy. */
export function command(verb: Verb, of: string): string {
  return code(`deployment-authorizer ${COMMANDS[verb](of)}`);
}
