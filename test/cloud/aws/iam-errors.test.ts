import { describe, expect, it } from '@jest/globals';
import { iamCode, translated } from '../../../shared/cloud/aws/iam-errors.ts';
import { NameTakenError, RoleInUseError } from '../../../shared/cloud/errors.ts';

const attempt = { action: 'iam:UpdateAssumeRolePolicy', resource: 'arn:aws:iam::1:role/r' };

function sdkError(name: string, message: string, status = 400): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

describe('translated', () => {
  it.each([
    ['ConcurrentModificationException', 409, 'x', 'policy-conflict', 'retry'],
    ['EntityAlreadyExistsException', 409, 'x', 'policy-conflict', 'retry'],
    ['DeleteConflictException', 409, 'x', 'policy-conflict', 'retry'],
    [
      'LimitExceededException',
      409,
      'Cannot exceed quota for ACLSizePerRole: 2048',
      'quota-exceeded',
      'retry',
    ],
    [
      'LimitExceededException',
      409,
      'Cannot exceed quota for RolesPerAccount: 1000',
      'limit-exceeded',
      'discard',
    ],
    [
      'MalformedPolicyDocumentException',
      400,
      'Has prohibited field Resource',
      'malformed-policy',
      'discard',
    ],
    ['NoSuchEntityException', 404, 'x', 'target-gone', 'discard'],
    ['AccessDenied', 403, 'x', 'access-denied', 'discard'],
    ['Throttling', 400, 'Rate exceeded', 'transient', 'retry'],
    ['ThrottlingException', 400, 'Rate exceeded', 'transient', 'retry'],
    ['TooManyRequestsException', 400, 'x', 'transient', 'retry'],
    ['RequestLimitExceeded', 400, 'x', 'transient', 'retry'],
    ['EntityTemporarilyUnmodifiableException', 409, 'x', 'transient', 'retry'],
    ['ExpiredToken', 403, 'The security token is expired', 'transient', 'retry'],
    ['InvalidInputException', 400, 'x', 'malformed-policy', 'discard'],
    ['ValidationError', 400, 'x', 'malformed-policy', 'discard'],
    ['UnmodifiableEntityException', 400, 'x', 'unmodifiable', 'discard'],
    ['ServiceFailureException', 500, 'x', 'transient', 'retry'],
    ['TimeoutError', 503, 'x', 'transient', 'retry'],
  ])('%s (%i, %s) is %s', (name, status, message, code, disposition) => {
    expect(translated(sdkError(name, message, status), attempt)).toMatchObject({
      code,
      disposition,
    });
  });

  it.each([
    ['"AWS":"arn:aws:iam::1:role/gone"', 'arn:aws:iam::1:role/gone'],
    ['"AWS": "AROAEXAMPLEID1234567"', 'AROAEXAMPLEID1234567'],
    ['"FEDERATED":"arn:aws:iam::1:oidc-provider/ci"', 'arn:aws:iam::1:oidc-provider/ci'],
    ['AWS:arn:aws:iam::1:role/gone', 'arn:aws:iam::1:role/gone'],
  ])('names the principal that IAM does not know: %s', (words, principal) => {
    const message = `Invalid principal in policy: ${words}`;
    const error = translated(sdkError('MalformedPolicyDocumentException', message), attempt);
    expect(error).toMatchObject({ code: 'principal-rejected', principal });
  });

  it.each([
    'Invalid principal in policy.',
    'Invalid principal in policy: com.amazon.x.InvalidPolicyException: a statement with no principals!',
  ])('knows no principal where none is named: %s', (message) => {
    const error = translated(sdkError('MalformedPolicyDocumentException', message), attempt);
    expect(error).toMatchObject({ code: 'malformed-policy' });
  });

  it.each([
    ['AggregateError', 'ETIMEDOUT', ''],
    ['AggregateError', 'ECONNREFUSED', ''],
    ['Error', 'EAI_AGAIN', 'getaddrinfo EAI_AGAIN iam.amazonaws.com'],
    ['Error', 'EHOSTUNREACH', 'connect EHOSTUNREACH'],
    ['Error', 'ENETUNREACH', ''],
    ['Error', 'ECONNRESET', 'socket hang up'],
    ['TimeoutError', '', 'Connection timed out'],
  ])('may succeed another time after %s %s', (name, code, message) => {
    const error = Object.assign(new Error(message), { name, code });
    expect(translated(error, attempt)).toMatchObject({ code: 'transient', disposition: 'retry' });
  });

  it('names action and resource where access is denied', () => {
    const error = translated(sdkError('AccessDenied', 'no', 403), attempt) as { advice: string };
    expect(error.advice).toContain('iam:UpdateAssumeRolePolicy');
    expect(error.advice).toContain('arn:aws:iam::1:role/r');
  });

  it.each([
    ['DeleteConflictException', RoleInUseError],
    ['EntityAlreadyExistsException', NameTakenError],
  ])('tells %s from other conflicts, which pass by themselves', (name, ours) => {
    expect(translated(sdkError(name, 'x', 409), attempt)).toBeInstanceOf(ours);
  });

  it('says the way out of a full trust policy', () => {
    const message = 'Cannot exceed quota for ACLSizePerRole: 2048';
    const error = translated(sdkError('LimitExceededException', message, 409), attempt);
    expect(error).toMatchObject({ advice: expect.stringMatching(/L-C07B4B0D.*awsOwnRole/) });
  });

  it('leaves a bug as it is', () => {
    const bug = new TypeError('x is not a function');
    expect(translated(bug, attempt)).toBe(bug);
  });
});

describe('iamCode', () => {
  it('prefers the wire code to the name', () => {
    expect(iamCode(Object.assign(new Error(''), { name: 'A', Code: 'LimitExceeded' }))).toBe(
      'LimitExceeded',
    );
  });
});
