import { describe, expect, it } from '@jest/globals';
import { translated } from '../../../shared/cloud/gcp/google-errors.ts';

const attempt = { method: 'resourcemanager.projects.setIamPolicy', resource: 'projects/p' };

function googleError(status: number, message: string, told?: object): Error {
  const data = told && { error: { code: status, message, ...told } };
  return Object.assign(new Error(message), { status, response: { status, data } });
}

describe('translated', () => {
  it.each([
    [409, 'The operation was aborted.', 'policy-conflict', 'retry'],
    [409, 'There were concurrent policy changes.', 'policy-conflict', 'retry'],
    [412, 'Precondition Failed', 'policy-conflict', 'retry'],
    [
      400,
      'The number of members in the policy (1,501) is larger than the maximum allowed size 1,500.',
      'quota-exceeded',
      'retry',
    ],
    [403, 'Policy update access denied.', 'grant-not-permitted', 'discard'],
    [403, 'The caller does not have permission', 'access-denied', 'discard'],
    [
      400,
      'One or more users named in the policy do not belong to a permitted customer.',
      'domain-restricted',
      'discard',
    ],
    [
      412,
      'One or more users named in the policy do not belong to a permitted customer.',
      'domain-restricted',
      'discard',
    ],
    [404, 'Requested entity was not found.', 'target-gone', 'discard'],
    [400, 'Role roles/nonsense is not supported for this resource.', 'malformed-policy', 'discard'],
    [429, 'Quota exceeded', 'transient', 'retry'],
    [401, 'Request had invalid authentication credentials.', 'transient', 'retry'],
    [
      400,
      'IAM setPolicy failed for Dataset p:d: There were concurrent policy changes.',
      'policy-conflict',
      'retry',
    ],
    [
      403,
      'Exceeded rate limits: too many dataset metadata update operations for this dataset.',
      'transient',
      'retry',
    ],
    [403, 'Rate Limit Exceeded', 'transient', 'retry'],
    [403, 'User Rate Limit Exceeded. Rate of requests for user exceed', 'transient', 'retry'],
    [
      400,
      'IAM setPolicy failed for Dataset p:d: Operation denied by org policy on resource.',
      'organization-policy',
      'discard',
    ],
    [
      404,
      'A Not Found error was returned: Could not refresh access token: Request failed',
      'transient',
      'retry',
    ],
    [503, 'The service is currently unavailable.', 'transient', 'retry'],
    [408, 'Request Timeout', 'transient', 'retry'],
    [499, 'The operation was cancelled.', 'transient', 'retry'],
  ])('%i %s is %s', (status, message, code, disposition) => {
    expect(translated(googleError(status, message), attempt)).toMatchObject({ code, disposition });
  });

  it.each<[string, object]>([
    ['an older API', { errors: [{ domain: 'usageLimits', reason: 'rateLimitExceeded' }] }],
    ['an older API of a user', { errors: [{ reason: 'userRateLimitExceeded' }] }],
    ['BigQuery', { errors: [{ reason: 'quotaExceeded' }], status: 'PERMISSION_DENIED' }],
    ['a newer API', { status: 'RESOURCE_EXHAUSTED' }],
    ['a newer API in its details', { details: [{ reason: 'RATE_LIMIT_EXCEEDED' }] }],
  ])('takes a quota for transient, in the words of %s, though it is forbidden', (_api, told) => {
    const error = googleError(403, 'Quota exceeded for quota metric “Writes”.', told);
    expect(translated(error, attempt)).toMatchObject({ code: 'transient' });
  });

  it.each([{ errors: [{ reason: 'forbidden' }] }, { errors: [{}], details: [{}] }, {}, undefined])(
    'takes what is forbidden for a refusal, whatever else is told: %j',
    (told) => {
      const error = googleError(403, 'The caller does not have permission', told);
      expect(translated(error, attempt)).toMatchObject({ code: 'access-denied' });
    },
  );

  it.each(['', 'IAM setPolicy failed for Dataset p:d: '])(
    'names the member that does not exist, behind “%s”',
    (before) => {
      const error = translated(
        googleError(400, `${before}Service account a@p.iam.gserviceaccount.com does not exist.`),
        attempt,
      );
      expect(error).toMatchObject({
        code: 'principal-rejected',
        principal: 'a@p.iam.gserviceaccount.com',
      });
    },
  );

  it('names who stands in the policy as deleted, too', () => {
    const message =
      "Inconsistent representation of deleted member: 'deleted:serviceAccount:a@b?uid=1' and 'serviceAccount:a@b'.";
    expect(translated(googleError(400, message), attempt)).toMatchObject({
      code: 'principal-rejected',
      principal: 'a@b',
    });
  });

  it('says the way out of a full allow policy', () => {
    const message = 'The number of members is larger than the maximum allowed size 1,500.';
    const error = translated(googleError(400, message), attempt);
    expect(error).toMatchObject({ advice: expect.stringContaining('to a group') });
  });

  it('takes a broken connection for transient', () => {
    const broken = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    expect(translated(broken, attempt)).toMatchObject({ code: 'transient' });
  });

  it('leaves a bug as it is', () => {
    const bug = new TypeError('x is not a function');
    expect(translated(bug, attempt)).toBe(bug);
  });
});
