import { AwsError } from './aws-error.ts';
import type { Caller } from './caller.ts';
import type { EventBuses } from './events/buses.ts';
import { eventOperations } from './events/operations.ts';
import type { IamControl } from './iam/control.ts';
import { policyOperations } from './iam/policy-operations.ts';
import { roleOperations } from './iam/role-operations.ts';
import type { IamState } from './iam/state.ts';
import { tagOperations } from './iam/tag-operations.ts';
import { messageOperations } from './sqs/message-operations.ts';
import { queueOperations } from './sqs/queue-operations.ts';
import type { Queues } from './sqs/queues.ts';
import { receiveMessage } from './sqs/receive.ts';
import type { Sts } from './sts.ts';
import type { JsonCall, QueryCall } from './wire/call.ts';
import type { Xml } from './wire/xml.ts';

interface Parts {
  readonly state: IamState;
  readonly iam: IamControl;
  readonly sts: Sts;
  readonly sqs: Queues;
  readonly events: EventBuses;
  readonly closing: AbortSignal;
}

const IAM = { ...roleOperations, ...policyOperations, ...tagOperations };
const SQS = { ...queueOperations, ...messageOperations, ReceiveMessage: receiveMessage };

/** Finds the operation that is called, and lets it answer. */
export class Services {
  readonly sts: Sts;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.sts = parts.sts;
    this.#parts = parts;
  }

  callQuery({ service, operation, input }: QueryCall, caller: Caller): Xml {
    const { state, iam, sts } = this.#parts;
    if (service === 'sts') return sts.call(operation, caller, input);
    iam.denials.check(`iam:${operation}`, caller, input.optional('RoleName'));
    return known(IAM, service, operation)(state, caller, input);
  }

  callJson({ service, operation, input }: JsonCall, caller: Caller): unknown {
    const { sqs, events, closing } = this.#parts;
    if (service === 'sqs') return known(SQS, service, operation)(sqs, caller, input, closing);
    return known(eventOperations, service, operation)(events, input);
  }
}

function known<Operation>(
  operations: Readonly<Record<string, Operation>>,
  service: string,
  operation: string,
): Operation {
  const found = operations[operation];
  if (found !== undefined) return found;
  throw new AwsError(400, 'InvalidAction', `${service}:${operation} is not emulated.`);
}
