import type { Faults } from '../faults.ts';
import type { Answer, Request } from '../server.ts';
import { absent, Refusal, refused } from './refusal.ts';
import { type Found, findRoute, type Route } from './routes.ts';

/** Throws for a call whose `Authorization` header does not do. */
export type Guard = (operation: string, authorization: string | undefined) => void;

/** Counts the call, shows the fault that it is to meet, and else answers as Google would. */
export function dispatch(
  request: Request,
  routes: readonly Route[],
  faults: Faults,
  guard: Guard,
): Answer {
  const found = findRoute(routes, request);
  const operation = found?.route.operation ?? 'unknown';
  const fault = faults.meet(operation, `${decodeURIComponent(request.path)}\n${request.body}`);
  if (fault === undefined) return carryOut(request, operation, found, guard);
  if (fault.afterwards) carryOut(request, operation, found, guard);
  return refused(operation, { ...fault, ...olderWord(fault.code) }, fault.headers);
}

/** A fault that is called as Google's older APIs call it is one that they show. */
function olderWord(code: string): { readonly reason?: string } {
  return /^[a-z]/.test(code) ? { reason: code } : {};
}

function carryOut(
  request: Request,
  operation: string,
  found: Found | undefined,
  guard: Guard,
): Answer {
  try {
    if (found === undefined) throw absent(`Method not found: ${request.method} ${request.path}`);
    guard(operation, request.headers.authorization);
    return found.route.answer(found.call);
  } catch (error) {
    if (error instanceof Refusal) return refused(operation, error);
    throw error;
  }
}
