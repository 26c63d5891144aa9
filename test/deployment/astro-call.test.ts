import { describe, expect, it } from '@jest/globals';
import { replyOf } from '../../shared/deployment/astro-call.ts';

const call = { path: 'deployments?limit=100&offset=200', permission: 'deployment.get' };
const answered = (status: number) => () =>
  replyOf(
    { status, text: JSON.stringify({ message: 'No', requestId: 'r1', statusCode: status }) },
    call,
  );

describe('replyOf', () => {
  it.each([
    [401, 'Put a valid Astro API token of this Organization into the secret.'],
    [403, 'Give the Astro API token a role with the permission deployment.get.'],
  ])('names in a %s what was asked for, without its query, and what to do', (status, advice) => {
    expect(answered(status)).toThrow(`Astro denied GET deployments: ${status}, No`);
    expect(answered(status)).toThrow(advice);
  });

  it('names the very page in what only a log shows', () => {
    expect(answered(400)).toThrow('Astro refused GET deployments?limit=100&offset=200: 400');
  });
});
