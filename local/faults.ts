/** A failure that an emulator shows on request, as the cloud would show it. */
export interface Fault {
  /** The operation as its emulator counts it: `iam:UpdateAssumeRolePolicy`, `projects.setIamPolicy`. */
  readonly operation: string;
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How often; 1 where absent. */
  readonly times?: number;
  /** The operation is carried out all the same, and the caller is told that it failed. */
  readonly afterwards?: boolean;
  /** Of AWS: the caller is told nothing at all, and waits as long as he has patience. */
  readonly silent?: boolean;
  /** Only where this text stands in the request. */
  readonly containing?: string;
}

/** Faults that were asked for and have not shown yet, and how often each operation was called. */
export class Faults {
  readonly calls = new Map<string, number>();
  #waiting: { fault: Fault; left: number }[] = [];

  inject(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** Counts the call, and answers the fault it is to meet, if any. */
  meet(operation: string, request: string): Fault | undefined {
    this.calls.set(operation, (this.calls.get(operation) ?? 0) + 1);
    const next = this.#waiting.find(
      ({ fault }) => fault.operation === operation && request.includes(fault.containing ?? ''),
    );
    if (next === undefined) return undefined;
    next.left -= 1;
    if (next.left === 0) this.#waiting = this.#waiting.filter((one) => one !== next);
    return next.fault;
  }
}
