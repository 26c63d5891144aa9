import { CLOUDS } from './clouds.ts';
import { inUtc } from './moment.ts';
import { escaped } from './mrkdwn.ts';
import { isEnding, isTaken, lacksConnection, madeOf } from './offers.ts';
import { byUrgency, standingOf } from './standing.ts';
import { stateOf } from './state.ts';
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
  const { target, reason } = access;
  const why = reason === undefined ? '' : ` ${reason.text} ${reason.advice}`;
  switch (standingOf(access)) {
    case 'granted':
      return `${target} is ready${connectionWords(access)}.${endWords(access)}`;
    case 'refused':
      return `${target} was refused.${why}`;
    case 'approval':
      return `${target} needs approval.`;
    case 'waiting':
      return `${target} is waiting.${why}`;
    case 'lapsed':
      return `${target} was not approved in time.`;
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

function connectionWords(access: AccessView): string {
  const { connection } = access;
  if (connection === undefined) return '';
  if (madeOf(access)?.state === 'created') return `, and its connection ${connection.id} is made`;
  if (isTaken(access)) return `; somebody else has a connection ${connection.id}`;
  if (lacksConnection(access)) return `; its connection ${connection.id} is not in Airflow yet`;
  if (isComing(access)) return `; its connection ${connection.id} is not made yet`;
  return ` as connection ${connection.id}`;
}

function isComing(access: AccessView): boolean {
  return access.handover?.asked === true || madeOf(access)?.state === 'waiting';
}

function endWords(access: AccessView): string {
  const { until } = access;
  if (until === undefined || !isEnding(access)) return '';
  return ` No rule gives it any more: it ends ${inUtc(new Date(until), 'day')}.`;
}
