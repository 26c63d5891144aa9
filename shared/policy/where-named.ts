import { everyName } from './principals.ts';
import { statementsOf } from './same-policy.ts';
import { isSidOf } from './sid.ts';
import type { TrustPolicy } from './trust-policy.ts';

/** In words, the statements of others that name this principal, by Sid or else by their place from 1. */
export function whereNamed(
  policy: TrustPolicy,
  principal: string,
  installation: string,
): string | undefined {
  const places = statementsOf(policy).flatMap((statement, place) => {
    const { Sid } = statement;
    if (isSidOf(installation, Sid) || !everyName(statement).includes(principal)) return [];
    return [Sid ? `statement ${Sid}` : `statement number ${place + 1}`];
  });
  return places.length === 0 ? undefined : places.join(' and ');
}

/** Whether a statement of ours names this principal. */
export function isNamedByUs(policy: TrustPolicy, principal: string, installation: string): boolean {
  return statementsOf(policy).some(
    (statement) => isSidOf(installation, statement.Sid) && everyName(statement).includes(principal),
  );
}
