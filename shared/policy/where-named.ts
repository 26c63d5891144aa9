import { awsPrincipals } from './principals.ts';
import { statementsOf } from './same-policy.ts';
import type { TrustPolicy } from './trust-policy.ts';

/** In words, the statements that name this principal, by Sid or else by their place from 1. */
export function whereNamed(policy: TrustPolicy, principal: string): string | undefined {
  const places = statementsOf(policy).flatMap((statement, place) => {
    if (!awsPrincipals(statement).includes(principal)) return [];
    return [statement.Sid ? `statement ${statement.Sid}` : `statement number ${place + 1}`];
  });
  return places.length === 0 ? undefined : places.join(' and ');
}
