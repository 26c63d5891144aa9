import { digest } from '../../../shared/runtime/json.ts';
import type { ConnectionTask } from '../../../shared/stories/hand-over/connection-tasks.ts';
import { access } from '../../slack/views.ts';

const { connection } = access();
if (connection === undefined) throw new Error('An access has a connection');

export const CONNECTION = connection;
export const WANTED = digest(CONNECTION);

/** A connection to make in Astro's Environment Manager, unless told otherwise. */
export function task(more: Partial<ConnectionTask> = {}): ConnectionTask {
  return {
    connection: CONNECTION,
    via: 'environment-manager',
    accessIds: ['acc-1'],
    replace: false,
    ...more,
  };
}
