import type { HandedOver } from '../../record/handovers.ts';
import type { ConnectionTask } from './connection-tasks.ts';

/**
 * Each turn begins with another one: those that wait are due together, and one that never gets an
 * answer would keep those behind it from being tried at all.
 */
export function inTurn(
  tasks: readonly ConnectionTask[],
  handed: readonly HandedOver[],
): readonly ConnectionTask[] {
  const ids = new Set(tasks.flatMap(({ accessIds }) => accessIds));
  const tried = handed.filter(({ accessId }) => ids.has(accessId));
  const turns = Math.max(0, ...tried.map(({ attempts = 0 }) => attempts));
  const first = tasks.length === 0 ? 0 : turns % tasks.length;
  return [...tasks.slice(first), ...tasks.slice(0, first)];
}
