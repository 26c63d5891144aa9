import { SECOND } from '../../runtime/clock.ts';

/**
 * For every client of the SDK, which by itself waits for ever: one call that hangs would take the
 * function's whole batch with it.
 */
export const IN_TIME = {
  requestHandler: {
    connectionTimeout: 3 * SECOND,
    requestTimeout: 10 * SECOND,
    throwOnRequestTimeout: true,
  },
};
