import type { Queues } from '../cloud/queues.ts';
import { parseDeploymentMessage } from '../deployment/events.ts';
import { SIGNATURE_HEADER, unsignedBecause } from '../deployment/signature.ts';
import type { Taken } from '../deployment/taken.ts';
import type { Clock } from '../runtime/clock.ts';
import { InvalidEventError } from '../runtime/errors.ts';
import { type HttpAnswer, type HttpRequest, header } from '../runtime/http.ts';
import type { Logger } from '../runtime/logger.ts';
import { secretsIn } from '../runtime/signed-request.ts';

export interface ReceiveTools {
  /** Its value has a secret in each line. */
  readonly secret: () => Promise<string>;
  readonly taken: Taken;
  readonly queues: Pick<Queues, 'decide'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** In bytes, 16 KiB: an id takes fewer than a hundred. */
const LONGEST = 16 * 1_024;

/** Hands on the id in a signed request, the same way as every other source of ids. */
export async function receiveEvent(request: HttpRequest, tools: ReceiveTools): Promise<HttpAnswer> {
  const read = (await refusal(request, tools)) ?? idIn(request);
  const answer = typeof read === 'string' ? await handOn(read, request, tools) : read;
  if (answer.status >= 400) {
    tools.logger.warn('request.refused', { status: answer.status, answer: answer.body });
  }
  return answer;
}

/** Looks at nothing of the body but its length before it is known who sent it. */
async function refusal(
  request: HttpRequest,
  { secret, clock }: ReceiveTools,
): Promise<HttpAnswer | undefined> {
  const { method, body } = request;
  if (method !== 'POST')
    return { ...refused(405, 'POST was expected'), headers: { allow: 'POST' } };
  if (body.length > LONGEST) {
    return refused(413, `the body: ${LONGEST} bytes at the most were expected, not ${body.length}`);
  }
  const unsigned = unsignedBecause(
    request,
    secretsIn(await secret(), 'receive-event'),
    clock.now(),
  );
  return unsigned === undefined ? undefined : refused(401, unsigned);
}

function idIn({ body }: HttpRequest): string | HttpAnswer {
  try {
    return parseDeploymentMessage(Buffer.from(body).toString('utf8'));
  } catch (error) {
    if (!(error instanceof InvalidEventError)) throw error;
    return refused(400, error.message);
  }
}

/** What was sent again does no harm, but whoever sees it in the log would wonder. */
async function handOn(
  deploymentId: string,
  { headers }: HttpRequest,
  { taken, queues, clock, logger }: ReceiveTools,
): Promise<HttpAnswer> {
  const signature = header(headers, SIGNATURE_HEADER) ?? '';
  if (!taken.add(signature, clock.now())) {
    return refused(401, `${SIGNATURE_HEADER}: it was taken already; sign each request anew`);
  }
  try {
    await queues.decide([deploymentId]);
  } catch (error) {
    taken.forget(signature);
    throw error;
  }
  logger.info('event.received', { deploymentId });
  return { status: 202, body: { accepted: true } };
}

function refused(status: number, error: string): HttpAnswer {
  return { status, body: { error } };
}
