import type { Message } from './message.ts';

export function visible(messages: readonly Message[], now: number): readonly Message[] {
  return messages.filter(({ visibleAt }) => visibleAt <= now);
}

/** Of a group nothing while one of it is in flight, and nothing that overtakes a delayed one. */
export function receivableInOrder(messages: readonly Message[], now: number): readonly Message[] {
  const inFlight = messages.filter(({ receives, visibleAt }) => receives > 0 && visibleAt > now);
  const locked = new Set(inFlight.map(({ groupId }) => groupId));
  return messages.filter(({ groupId, visibleAt }) => {
    if (visibleAt > now) locked.add(groupId);
    return !locked.has(groupId);
  });
}
