import {
  CreateRoleCommand,
  GetRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AwsEmulator, startAws } from '../../../local/aws/emulator.ts';
import { clients } from './clients.ts';

const ROLE = 'arn:aws:iam::999988887777:role/loader';
const ANNA = 'arn:aws:iam::111122223333:role/astro-anna';
const BEN = 'arn:aws:iam::111122223333:user/ben';

let aws: AwsEmulator;
let iam: ReturnType<typeof clients>['iam'];

beforeAll(async () => {
  aws = await startAws();
  ({ iam } = clients(aws.url));
  aws.iam.createRole({ arn: ROLE, trust: trust(statement()) });
  aws.iam.addPrincipal(ANNA);
  aws.iam.addPrincipal(BEN);
});
afterAll(() => aws.close());

function statement(more: object = {}) {
  return {
    Effect: 'Allow' as const,
    Principal: { Service: 'ec2.amazonaws.com' },
    Action: 'sts:AssumeRole',
    ...more,
  };
}

function trust(...Statement: ReturnType<typeof statement>[]) {
  return { Version: '2012-10-17', Statement };
}

function trusting(...AWS: string[]) {
  return trust(statement({ Principal: { AWS } }));
}

function save(policy: unknown) {
  const PolicyDocument = typeof policy === 'string' ? policy : JSON.stringify(policy);
  return iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'loader', PolicyDocument }));
}

async function shown(): Promise<string> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'loader' }));
  return Role?.AssumeRolePolicyDocument ?? '';
}

async function shownPrincipals(): Promise<unknown> {
  return JSON.parse(decodeURIComponent(await shown())).Statement[0].Principal.AWS;
}

describe('a trust policy', () => {
  it('comes back as it was saved, percent-encoded by RFC 3986', async () => {
    const policy = trust(
      statement({ Condition: { StringLike: { 'sts:ExternalId': "it's (*)!" } } }),
    );
    await save(policy);
    expect(await shown()).toContain('it%27s%20%28%2A%29%21');
    expect(await shown()).not.toMatch(/[{}"' ()*!]/);
    expect(JSON.parse(decodeURIComponent(await shown()))).toEqual(policy);
    expect(aws.iam.readTrustPolicy(ROLE)).toEqual(policy);
  });

  it.each([
    ['a statement that is no list', { ...trust(), Statement: statement() }],
    ['no version', { Statement: [statement()] }],
    ['everybody', trust(statement({ Principal: '*', Effect: 'Deny' }))],
    ['the account root of another', trusting('arn:aws:iam::444455556666:root')],
    [
      'NotPrincipal',
      trust(statement({ Principal: undefined, NotPrincipal: { AWS: BEN }, Effect: 'Deny' })),
    ],
    [
      'a federated principal',
      trust(statement({ Principal: { Federated: 'accounts.google.com' } })),
    ],
    ['several actions', trust(statement({ Action: ['sts:AssumeRole', 'sts:TagSession'] }))],
    ['white space', JSON.stringify(trust(statement()), undefined, 4)],
  ])('may have %s', async (_it, policy) => {
    await save(policy);
    const expected = typeof policy === 'string' ? JSON.parse(policy) : policy;
    expect(aws.iam.readTrustPolicy(ROLE)).toEqual(JSON.parse(JSON.stringify(expected)));
  });

  it('names an account by its root, however it was written', async () => {
    await save(trusting('444455556666'));
    expect(await shownPrincipals()).toEqual(['arn:aws:iam::444455556666:root']);
  });

  it.each([
    ['no JSON', '{', 'This policy contains invalid Json'],
    ['no object', '[]', 'This policy contains invalid Json'],
    [
      'a character beyond Latin-1',
      trust(statement({ Sid: 'ü€' })),
      'This policy contains invalid Json',
    ],
    [
      'another version',
      { ...trust(statement()), Version: '2020-01-01' },
      'Syntax errors in policy.',
    ],
    ['a field it does not know', { ...trust(statement()), Extra: 1 }, 'Syntax errors in policy.'],
    ['no statement', trust(), 'Syntax errors in policy.'],
    ['no effect', trust(statement({ Effect: undefined })), 'Syntax errors in policy.'],
    ['a resource', trust(statement({ Resource: '*' })), 'Has prohibited field Resource'],
    [
      'no principal',
      trust(statement({ Principal: undefined })),
      'Missing required field Principal',
    ],
    ['an empty list', trusting(), 'Invalid principal in policy: "AWS":[]'],
    ['no action', trust(statement({ Action: undefined })), 'Missing required field Action'],
    [
      'another action',
      trust(statement({ Action: 's3:GetObject' })),
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    [
      'any action',
      trust(statement({ Action: '*' })),
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    [
      'one Sid twice',
      trust(statement({ Sid: 'A' }), statement({ Sid: 'A' })),
      'Statement IDs (SID) in a single policy must be unique.',
    ],
    [
      'a Sid with a hyphen',
      trust(statement({ Sid: 'a-b' })),
      'Statement IDs (SID) must be alpha-numeric.',
    ],
  ])('is refused with %s', async (_it, policy, message) => {
    await expect(save(policy)).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      Code: 'MalformedPolicyDocument',
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe('a principal', () => {
  it.each([
    ['does not exist', 'arn:aws:iam::111122223333:role/nobody'],
    ['is in another partition', 'arn:aws-us-gov:iam::111122223333:root'],
    ['has a wildcard', 'arn:aws:iam::111122223333:role/astro-*'],
    ['is a unique id that nobody has', 'AROAABCDEFGHIJKLMNOPQ'],
    ['is no ARN', 'anna'],
  ])('that %s is refused, and named', async (_it, name) => {
    await expect(save(trusting(ANNA, name, 'arn:aws:iam::1:role/other'))).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: `Invalid principal in policy: "AWS":"${name}"`,
    });
    expect(JSON.stringify(aws.iam.readTrustPolicy(ROLE))).not.toContain(name);
  });

  it('is refused until it can be seen', async () => {
    const late = 'arn:aws:iam::111122223333:role/astro-late';
    aws.iam.addPrincipal(late, { visibleAfter: 10_000 });
    await expect(save(trusting(late))).rejects.toThrow(`"AWS":"${late}"`);
    aws.clock.advance(9_000);
    await expect(save(trusting(late))).rejects.toThrow(`"AWS":"${late}"`);
    aws.clock.advance(1_001);
    await save(trusting(late));
    expect(await shownPrincipals()).toEqual([late]);
  });

  it('is shown by its bare id once it was deleted, and for good', async () => {
    const gone = 'arn:aws:iam::111122223333:role/astro-gone';
    const id = aws.iam.addPrincipal(gone);
    await save(trusting(ANNA, gone));
    aws.iam.removePrincipal(gone);
    expect(await shownPrincipals()).toEqual([ANNA, id]);
    expect(id).toMatch(/^AROA[A-Z2-7]{17}$/);

    const again = aws.iam.addPrincipal(gone);
    expect(again).not.toBe(id);
    expect(await shownPrincipals()).toEqual([ANNA, id]);
    expect(aws.iam.canAssume(ROLE, gone)).toBe(false);

    await expect(save(trusting(ANNA, id))).rejects.toThrow(
      `Invalid principal in policy: "AWS":"${id}"`,
    );
    await save(trusting(gone));
    expect(aws.iam.canAssume(ROLE, gone)).toBe(true);
  });

  it('may be saved by the id of one who lives, and is shown by its ARN', async () => {
    await save(trusting(aws.iam.principalId(BEN) ?? ''));
    expect(await shownPrincipals()).toEqual([BEN]);
  });

  it('is a role that was created here', async () => {
    const AssumeRolePolicyDocument = JSON.stringify(trust(statement()));
    await iam.send(new CreateRoleCommand({ RoleName: 'fresh', AssumeRolePolicyDocument }));
    await save(trusting('arn:aws:iam::999988887777:role/fresh'));
    aws.iam.deleteRole('arn:aws:iam::999988887777:role/fresh');
    expect(await shownPrincipals()).toEqual([expect.stringMatching(/^AROA/)]);
  });

  it('that a seeded policy names exists, while an id in it may be an orphan', async () => {
    const ci = 'arn:aws:iam::222233334444:role/ci';
    const orphan = aws.iam.orphanId();
    aws.iam.writeTrustPolicy(ROLE, trusting(ci, orphan));
    expect(await shownPrincipals()).toEqual([ci, orphan]);
    await expect(save(trusting(ci, orphan))).rejects.toThrow(orphan);
    await save(trusting(ci));
  });
});

describe('the size of a trust policy', () => {
  const sized = (characters: number) => {
    const text = JSON.stringify(trust(statement({ Sid: '' })));
    return JSON.stringify(trust(statement({ Sid: 'a'.repeat(characters - text.length) })));
  };

  it('may reach the quota, white space not counted', async () => {
    await save(sized(2_048));
    await save(JSON.stringify(JSON.parse(sized(2_048)), undefined, 8));
  });

  it('is refused beyond, with the quota in the message', async () => {
    await expect(save(sized(2_049))).rejects.toMatchObject({
      name: 'LimitExceededException',
      Code: 'LimitExceeded',
      message: 'Cannot exceed quota for ACLSizePerRole: 2048',
      $metadata: { httpStatusCode: 409 },
    });
  });

  it('follows a raised quota', async () => {
    aws.iam.setQuota({ trustPolicySize: 4_096 });
    await save(sized(4_096));
    await expect(save(sized(4_097))).rejects.toThrow('ACLSizePerRole: 4096');
    aws.iam.setQuota({ trustPolicySize: 2_048 });
  });
});

describe('two writers', () => {
  it('both succeed, and the last one wins', async () => {
    await Promise.all([save(trusting(ANNA)), save(trusting(BEN))]);
    expect([[ANNA], [BEN]]).toContainEqual(await shownPrincipals());
  });
});
