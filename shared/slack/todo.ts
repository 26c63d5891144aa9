import { command } from './commands.ts';
import { link, mention } from './mrkdwn.ts';
import {
  awaitsApproval,
  canConnect,
  isEnding,
  isTaken,
  lacksConnection,
  madeOf,
} from './offers.ts';
import { standingOf } from './standing.ts';
import type { AccessView, DeploymentView } from './view.ts';

const CALLED = 5;
const IN_PREVIEW =
  'It is in preview: nothing is given before the `mode` in the access rules is approve or apply.';

/** What is to be done now and by whom, a line each; empty where there is nothing. */
export function todo(view: DeploymentView): readonly string[] {
  return [...callsFor(view), ...forOwner(view)];
}

/** What a person with a say in it must do. */
export function callsFor({ accesses, approvers }: DeploymentView): readonly string[] {
  const waiting = accesses.filter(awaitsApproval);
  const inSlack = waiting.filter(({ approval }) => approval !== 'cli');
  const byCommand = waiting.filter(({ approval }) => approval === 'cli');
  return [
    ...(accesses.some((access) => standingOf(access) === 'refused')
      ? [`${people(approvers)} must act: what to do is said below.`]
      : []),
    ...(inSlack.length > 0
      ? [`${approversOf(inSlack)} can approve; whoever created the Deployment cannot.`]
      : []),
    ...(byCommand.length > 0
      ? [`${approversOf(byCommand)} can approve in a terminal: the command is below.`]
      : []),
  ];
}

function approversOf(accesses: readonly AccessView[]): string {
  return people(accesses.flatMap(({ approvers }) => approvers));
}

/** Those who are called, each once. */
export function people(ids: readonly string[]): string {
  return [...new Set(ids)].slice(0, CALLED).map(mention).join(' ') || 'The platform team';
}

function forOwner(view: DeploymentView): readonly string[] {
  const { accesses, endpoints, deploymentId } = view;
  const lacking = accesses.filter(lacksConnection);
  const byHand = accesses.filter(isByHand);
  const undo =
    endpoints === 'none'
      ? `${command('undo', deploymentId)} keeps it`
      : 'press *Undo* below to keep it';
  return [
    ...(accesses.some(isEnding) ? [`Something ends that no rule gives any more: ${undo}.`] : []),
    ...(lacking.some(isAsked) ? [`*Next*: ${toCreate(lacking, view)}`] : []),
    ...(byHand.length > 0 ? [`*Next*: ${toEnter(byHand, view)}`] : []),
    ...(accesses.some(isTaken)
      ? ['Somebody else has a connection of the same id: see below.']
      : []),
    ...(accesses.some((access) => standingOf(access) === 'preview') ? [IN_PREVIEW] : []),
    ...(isDone(accesses) ? ['Nothing to do: use the connection ids below in your DAGs.'] : []),
  ];
}

function toCreate(lacking: readonly AccessView[], view: DeploymentView): string {
  const pressed = view.accesses.filter(canConnect);
  const label = pressed.length === 1 ? 'Create connection' : 'Create connections';
  const first =
    view.endpoints === 'none'
      ? `${command('connect', view.deploymentId)} in a terminal`
      : `press *${label}* below`;
  return `${first}; or enter what ${blocks(lacking)} in ${formOf(view)}.`;
}

function toEnter(those: readonly AccessView[], view: DeploymentView): string {
  return `enter what ${blocks(those)} in ${formOf(view)}.`;
}

function blocks({ length }: readonly AccessView[]): string {
  return length === 1 ? 'its block below says' : 'each block below says';
}

function formOf(view: DeploymentView): string {
  const page = link(connectionsPage(view) ?? '', 'Airflow');
  return `${page ?? 'Airflow'} under Admin &gt; Connections`;
}

/** Where a Deployment's Airflow lists its connections; each version has another address for it. */
export function connectionsPage({ links: { airflow }, airflow: major }: DeploymentView) {
  if (airflow === undefined || major === undefined) return airflow;
  return `${airflow}${major === 2 ? '/connection/list/' : '/connections'}`;
}

/** One that is made unasked is no errand for anybody. */
function isAsked({ handover, reason }: AccessView): boolean {
  return handover?.create === 'ask' || reason !== undefined;
}

function isByHand(access: AccessView): boolean {
  const { connection, handover } = access;
  const granted = standingOf(access) === 'granted' && connection !== undefined;
  return granted && (handover === undefined || handover.create === 'never');
}

function isDone(accesses: readonly AccessView[]): boolean {
  return accesses.length > 0 && accesses.every((access) => madeOf(access)?.state === 'created');
}
