import { AccessError } from '../runtime/errors.ts';

/** Astro refuses our token: an operator must mend it, and the same call may succeed afterwards. */
export class AstroDeniedError extends AccessError {
  readonly code = 'astro-denied';
  readonly disposition = 'retry';
  readonly advice: string;
  constructor(message: string, advice: string, options?: ErrorOptions) {
    super(`${message}. ${advice}`, options);
    this.advice = advice;
  }
}

/** Astro, or the way to it, is out of order. Says nothing of whether a Deployment exists. */
export class AstroUnavailableError extends AccessError {
  readonly code = 'astro-unavailable';
  readonly disposition = 'retry';
}

/** Astro answered, but not what its v1 API promises, or refuses the call as such. */
export class AstroAnswerError extends AccessError {
  readonly code = 'astro-answer';
  readonly disposition = 'dead-letter';
}
