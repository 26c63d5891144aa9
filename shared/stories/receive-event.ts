import type { Queues } from '../cloud/queues.ts';
import { parseDeploymentMessage } from '../deployment/events.ts';
import { SIGNATURE_HEADER, unsignedBecause } from '../deployment/signature.ts';
import type { Taken } from '../deployment/taken.ts';
import type { Clock } from '../runtime/clock.ts';
import { InvalidEventError } from '../runtime/errors.ts';
import { type HttpAnswer, type HttpRequest, header, refusedWith } from '../runtime/http.ts';
import type { Logger } from '../runtime/logger.ts';
import { refusalOf, type SignedPost } from '../runtime/signed-post.ts';

export interface ReceiveTools {
  /** Its value has a secret in each line. */
  readonly secret: () => Promise<string>;
  readonly taken: Taken;
  readonly queues: Pick<Queues, 'decide'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** 16 KiB: an id takes fewer than a hundred bytes. */
const POST: SignedPost = { name: 'receive-event', longest: 16 * 1_024, unsignedBecause };

/** Hands on the id in a signed request, the same way as every other source of ids. */
export async function receiveEvent(request: HttpRequest, tools: ReceiveTools): Promise<HttpAnswer> {
  const read = (await refusalOf(request, POST, tools)) ?? idIn(request);
  const answer = typeof read === 'string' ? await handOn(read, request, tools) : read;
  if (answer.status >= 400) {
    tools.logger.warn('request.refused', { status: answer.status, answer: answer.body });
  }
  return answer;
}

function idIn({ body }: HttpRequest): string | HttpAnswer {
  try {
    return parseDeploymentMessage(Buffer.from(body).toString('utf8'));
  } catch (error) {
    if (!(error instanceof InvalidEventError)) throw error;
    return refusedWith(400, error.message);
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
    return refusedWith(401, `${SIGNATURE_HEADER}: it was taken already; sign each request anew`);
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
