import { type Answer, json } from '../server.ts';

/** A call that Google refuses, with the HTTP status, the canonical code and the words it uses. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** Google's older word for it, where it is not the usual one of the status. */
  readonly reason: string | undefined;
  constructor(status: number, code: string, message: string, reason?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.reason = reason;
  }
}

export const invalid = (message: string) => new Refusal(400, 'INVALID_ARGUMENT', message);
export const unmet = (message: string) => new Refusal(400, 'FAILED_PRECONDITION', message);
export const denied = (message: string) => new Refusal(403, 'PERMISSION_DENIED', message);
export const absent = (message: string) => new Refusal(404, 'NOT_FOUND', message);
export const taken = (message: string) => new Refusal(409, 'ALREADY_EXISTS', message);

const REASONS: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'authError',
  403: 'forbidden',
  404: 'notFound',
  409: 'aborted',
  412: 'conditionNotMet',
  429: 'rateLimitExceeded',
};

/** Google's error body; Cloud Storage alone leaves out the canonical `status`. */
export function refused(
  operation: string,
  refusal: Pick<Refusal, 'status' | 'code' | 'message'> & Partial<Pick<Refusal, 'reason'>>,
  headers?: Readonly<Record<string, string>>,
): Answer {
  const { status, code, message } = refusal;
  const reason = refusal.reason ?? REASONS[status] ?? 'backendError';
  const error = { code: status, message, errors: [{ message, domain: 'global', reason }] };
  const body = operation.startsWith('storage.') ? error : { ...error, status: code };
  return json(status, { error: body }, { ...headers });
}
