import { AccessError } from '../runtime/errors.ts';

/** Astro refuses our token: an operator must mend it, and the same call may succeed afterwards. */
export class AstroDeniedError extends AccessError {
  readonly code = 'astro-denied';
  readonly disposition = 'retry';
  /** The two sentences of its message, apart. */
  readonly text: string;
  readonly advice: string;
  constructor(message: string, advice: string, options?: ErrorOptions) {
    super(`${message}. ${advice}`, options);
    this.text = `${message}.`;
    this.advice = advice;
  }
}

/** Astro, or the way to it, is out of order. Says nothing of whether a Deployment exists. */
export class AstroUnavailableError extends AccessError {
  readonly code = 'astro-unavailable';
  readonly disposition = 'retry';
  /** Milliseconds that it asked us to wait. */
  readonly wait: number;
  constructor(message: string, options?: ErrorOptions & { readonly wait?: number }) {
    super(message, options);
    this.wait = options?.wait ?? 0;
  }
}

/** Astro answered, but not what its v1 API promises, or refuses the call as such. */
export class AstroAnswerError extends AccessError {
  readonly code = 'astro-answer';
  readonly disposition = 'dead-letter';
}
