import {
  AstroAnswerError,
  AstroDeniedError,
  AstroUnavailableError,
} from '../../deployment/astro-errors.ts';
import type { Ways } from '../../handover/configured-ways.ts';
import type { Made } from '../../handover/way.ts';
import type { ConnectionTask } from './connection-tasks.ts';

/** One connection by the way of its target; what Astro did not do is an outcome like any other. */
export async function attempt(
  deploymentId: string,
  task: ConnectionTask,
  ways: Ways,
): Promise<Made> {
  if (task.contested !== undefined) return { kind: 'refused', problem: task.contested };
  const { connection, replace, objectId } = task;
  const wanted = { deploymentId, connection, replace, ...(objectId && { objectId }) };
  try {
    return await ways[task.via](wanted);
  } catch (error) {
    const made = madeOf(error);
    if (made === undefined) throw error;
    return made;
  }
}

function madeOf(error: unknown): Made | undefined {
  if (error instanceof AstroUnavailableError) {
    const { code, message, wait } = error;
    return { kind: 'waiting', problem: { code, text: `${message}.`, advice: AGAIN }, wait };
  }
  if (error instanceof AstroDeniedError) {
    const { code, text, advice } = error;
    return { kind: 'refused', problem: { code, text, advice } };
  }
  if (!(error instanceof AstroAnswerError)) return undefined;
  const { code, message } = error;
  return { kind: 'refused', problem: { code, text: `${message}.`, advice: CORRECT } };
}

const AGAIN = 'Nothing to do: it is tried again by itself.';
const CORRECT =
  'Correct the target’s connection in access-rules.yml if that is what it names; otherwise it is a bug.';
