/**
 * What the platform should do with the message: send it again; give it up, for there is nothing
 * left to do; or keep it where a person can look at it, for a retry cannot mend it.
 */
export type Disposition = 'retry' | 'discard' | 'dead-letter';

/** An error that we foresaw. Anything else is a bug and goes up as it is. */
export abstract class AccessError extends Error {
  abstract readonly code: string;
  abstract readonly disposition: Disposition;

  override get name(): string {
    return this.constructor.name;
  }
}

/** What arrived cannot be read; the message says which field and why. */
export class InvalidEventError extends AccessError {
  readonly code = 'invalid-event';
  readonly disposition = 'dead-letter';
}

/** Says at once every setting that is missing or wrong. */
export class ConfigError extends AccessError {
  readonly code = 'invalid-configuration';
  readonly disposition = 'retry';
}
