import { AwsError } from '../aws-error.ts';
import type { Caller } from '../caller.ts';

interface Denial {
  readonly operation: string;
  readonly role: string | undefined;
}

/** The operations that the callers' own permissions do not cover. */
export class Denials {
  #denials: readonly Denial[] = [];

  add(operation: string, role: string | undefined): void {
    this.#denials = [...this.#denials, { operation, role }];
  }

  clear(): void {
    this.#denials = [];
  }

  /** Refuses the operation if it is denied, for this role or for all. */
  check(operation: string, caller: Caller, role: string | undefined): void {
    const denied = this.#denials.some(
      (denial) =>
        denial.operation === operation && (denial.role === undefined || denial.role === role),
    );
    if (denied) throw accessDenied(caller, operation, role === undefined ? '*' : `role ${role}`);
  }
}

export function accessDenied(caller: Caller, operation: string, resource: string): AwsError {
  const message =
    `User: ${caller.arn} is not authorized to perform: ${operation} on resource: ${resource}` +
    ` because no identity-based policy allows the ${operation} action`;
  return new AwsError(403, 'AccessDenied', message);
}
