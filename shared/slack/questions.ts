import type { ConfirmationDialog } from '@slack/types';
import { confirmation } from './buttons.ts';
import { grantsOf } from './grants.ts';
import { offersOf } from './offers.ts';
import type { AccessView, DeploymentView } from './view.ts';

/** Of one name in a question: a long one must not push out what the question is about. */
const NAME = 60;
const ROOM = 170;

/** Names exactly what is given, and to whom. */
export function askApproval(access: AccessView, deployment: string): ConfirmationDialog {
  const what = short(
    grantsOf(access.specification, (name) => name),
    150,
  );
  return confirmation({
    title: `Give ${short(deployment, 40)} access to ${short(access.target, 40)}?`,
    text: `What: ${what}. Who: ${short(access.identity, 110)}.`,
    yes: 'Approve',
    style: 'primary',
  });
}

/** Names what will stop working. */
export function askRevocation({ name, accesses }: DeploymentView): ConfirmationDialog {
  const ending = accesses.filter((access) => offersOf(access).includes('revoke'));
  return confirmation({
    title: `Take back what ${short(name, NAME)} was given?`,
    text: `This stops working, for its running tasks too: ${listed(ending.map(inUse))}. It is not given again before somebody approves it.`,
    yes: 'Revoke',
    style: 'danger',
  });
}

export function askRevocationOf(access: AccessView, deployment: string): ConfirmationDialog {
  return confirmation({
    title: `Take ${short(access.target, 40)} back from ${short(deployment, 40)}?`,
    text: `This stops working, for its running tasks too: ${inUse(access)}. It is not given again before somebody approves it.`,
    yes: 'Revoke',
    style: 'danger',
  });
}

export function askReplacement({ target, connection, handover }: AccessView): ConfirmationDialog {
  const id = short(connection?.id ?? target, NAME);
  const place = handover?.via === 'airflow' ? 'Its Airflow' : "Astro's Environment Manager";
  return confirmation({
    title: `Replace connection ${id}?`,
    text: `${place} has a connection ${id} that is not ours. What it holds cannot be brought back, and every DAG that uses it reaches ${short(target, NAME)} instead.`,
    yes: 'Replace it',
    style: 'danger',
  });
}

function inUse({ target, connection }: AccessView): string {
  const by = connection === undefined ? '' : ` (connection ${short(connection.id, NAME)})`;
  return `${short(target, NAME)}${by}`;
}

/** As many names as there is room for, and how many there are besides. */
function listed(names: readonly string[]): string {
  let length = 0;
  const fits = names.filter((name, index) => {
    length += name.length + 2;
    return index === 0 || length <= ROOM;
  });
  const rest = names.length - fits.length;
  return rest === 0 ? fits.join(', ') : `${fits.join(', ')} and ${rest} more`;
}

function short(text: string, limit: number): string {
  const line = [...text.toWellFormed()];
  return line.length <= limit ? text : `${line.slice(0, limit - 1).join('')}…`;
}
