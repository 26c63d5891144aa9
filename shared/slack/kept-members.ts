import { type Clock, MINUTE } from '../runtime/clock.ts';
import type { People } from './people.ts';

/** Asks for the members of a user group at most once a minute: who leaves it, acts for so long. */
export function keptMembers<Some extends People>(people: Some, clock: Clock): Some {
  const kept = new Map<
    string,
    { readonly members: Promise<readonly string[]>; readonly at: number }
  >();
  return {
    ...people,
    members: (groupId: string) => {
      const now = clock.now().getTime();
      const found = kept.get(groupId);
      if (found !== undefined && now - found.at < MINUTE) return found.members;
      const members = people.members(groupId);
      kept.set(groupId, { members, at: now });
      // A failed look-up is not kept: the next one asks again.
      members.catch(() => kept.delete(groupId));
      return members;
    },
  };
}
