import { CLOUDS } from './head.ts';
import { escaped } from './mrkdwn.ts';
import { byUrgency, standingOf, stateOf } from './standing.ts';
import type { AccessView, DeploymentView } from './view.ts';

const SPOKEN = 5;

/** The message as sentences, without signs that a screen reader would spell out. */
export function spoken(view: DeploymentView): string {
  const { name, cloud, region, workspaceName, nothing, accesses } = view;
  const place = [CLOUDS[cloud], ...(region === undefined ? [] : [region])].join(' ');
  const workspace = workspaceName === undefined ? '' : `, Workspace ${workspaceName}`;
  const more = accesses.length > SPOKEN ? [`And ${accesses.length - SPOKEN} more.`] : [];
  const sentences = [
    `Deployment ${name} on ${place}${workspace}: ${stateOf(view)}.`,
    ...(nothing === undefined ? [] : [nothing.text, nothing.advice]),
    ...byUrgency(accesses).slice(0, SPOKEN).map(sentenceOf),
    ...more,
  ];
  return escaped(sentences.filter((sentence) => sentence !== '').join(' '), 3_000);
}

function sentenceOf(access: AccessView): string {
  const { target, connection, reason } = access;
  const why = reason === undefined ? '' : ` ${reason.text} ${reason.advice}`;
  switch (standingOf(access)) {
    case 'granted':
      return `${target} is ready${connection === undefined ? '' : ` as connection ${connection.id}`}.`;
    case 'refused':
      return `${target} was refused.${why}`;
    case 'approval':
      return `${target} needs approval.`;
    case 'waiting':
      return `${target} is waiting.${why}`;
    case 'preview':
      return `${target} would be given.`;
    case 'held':
      return `${target} is held.`;
    case 'denied':
      return `${target} was denied.`;
    case 'revoked':
      return `${target} was taken back.`;
  }
}
