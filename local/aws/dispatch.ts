import type { Fault, Faults } from '../faults.ts';
import type { Answer, Request } from '../server.ts';
import { AwsError } from './aws-error.ts';
import { accessKeyId, type Caller } from './caller.ts';
import type { Services } from './services.ts';
import { type JsonCall, type QueryCall, readCall } from './wire/call.ts';

/** Who calls with an access key that no session was given. */
export type CallerOf = (accessKeyId: string | undefined) => Caller;

/** Counts the call, lets it meet its fault, and answers in the protocol that it came in. */
export async function answer(
  request: Request,
  services: Services,
  faults: Faults,
  base: CallerOf,
): Promise<Answer> {
  const call = readCall(request);
  if (call === undefined) return { status: 501, body: 'no service of the emulator is called' };
  const fault = faults.meet(`${call.service}:${call.operation}`, call.text);
  const key = accessKeyId(request.headers.authorization);
  const act = () => carryOut(call, services, () => services.sts.caller(key) ?? base(key));
  if (fault === undefined) return act();
  if (fault.afterwards === true) await act();
  return fault.silent === true ? new Promise(() => {}) : refusal(call, fault);
}

async function carryOut(
  call: QueryCall | JsonCall,
  services: Services,
  caller: () => Caller,
): Promise<Answer> {
  try {
    return call.protocol === 'query'
      ? call.succeed(services.callQuery(call, caller()))
      : call.succeed(await services.callJson(call, caller()));
  } catch (error) {
    if (error instanceof AwsError) return call.refuse(error);
    throw error;
  }
}

function refusal(call: QueryCall | JsonCall, fault: Fault): Answer {
  const refused = call.refuse(new AwsError(fault.status, fault.code, fault.message));
  return { ...refused, headers: { ...refused.headers, ...fault.headers } };
}
