import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AwsEmulator, startAws } from '../../../local/aws/emulator.ts';
import { iamAccounts } from '../../../shared/cloud/aws/accounts.ts';
import type { IamAccount } from '../../../shared/cloud/aws/shared-role.ts';
import { TransientError } from '../../../shared/cloud/errors.ts';
import { MINUTE } from '../../../shared/runtime/clock.ts';

const OTHER = { partition: 'aws', account: '222233334444' };
const DEPLOYMENT = 'clmh57jtm000008lb58fe2wmv';

let aws: AwsEmulator;
const letUsIn = () =>
  aws.iam.createRole({
    arn: `arn:aws:iam::${OTHER.account}:role/member`,
    trust: {
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::999988887777:root' },
        Action: 'sts:AssumeRole',
      },
    },
  });
beforeEach(async () => {
  aws = await startAws();
  letUsIn();
});
afterEach(() => aws.close());

function accounts() {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = { endpoint: aws.url, region: 'eu-west-1', credentials };
  const sts = new STSClient(client);
  const options = { sts, ownAccount: '999988887777', memberRole: 'member', clock: aws.clock };
  return iamAccounts({ ...options, client });
}

/** Any call that needs the session's credentials. */
const read = ({ iam }: IamAccount) => iam.send(new GetAccountSummaryCommand({}));

describe('iamAccounts', () => {
  it('bears the Deployment’s id in the session in another account, and keeps the session', async () => {
    const account = accounts();
    for (let time = 0; time < 3; time += 1) await account(OTHER, DEPLOYMENT);
    const names = aws.sts.sessions.map(({ sessionName }) => sessionName);
    expect(names).toEqual([`deployment-authorizer@${DEPLOYMENT}`]);
  });

  it('cuts and cleans what STS takes for no name', async () => {
    await accounts()(OTHER, `é/${'x'.repeat(80)}`);
    expect(aws.sts.sessions[0]?.sessionName).toMatch(/^deployment-authorizer@--x{40}$/);
  });

  it('has a session of its own for each Deployment', async () => {
    const account = accounts();
    for (const about of ['one', 'two', 'one']) await account(OTHER, about).then(read);
    const names = aws.sts.sessions.map(({ sessionName }) => sessionName);
    expect(names).toEqual(['deployment-authorizer@one', 'deployment-authorizer@two']);
  });

  it('assumes the role anew before the session ends', async () => {
    const account = accounts();
    for (const minutes of [0, 44, 2, 60]) {
      aws.clock.advance(minutes * MINUTE);
      await account(OTHER, DEPLOYMENT).then(read);
    }
    expect(aws.sts.sessions).toHaveLength(3);
  });

  it('assumes the role anew once the session is refused, as that of a role that was made again', async () => {
    const account = accounts();
    await account(OTHER, DEPLOYMENT).then(read);
    aws.iam.deleteRole(`arn:aws:iam::${OTHER.account}:role/member`);
    letUsIn();
    await expect(account(OTHER, DEPLOYMENT).then(read)).rejects.toThrow(TransientError);
    await account(OTHER, DEPLOYMENT).then(read);
    expect(aws.sts.sessions).toHaveLength(2);
  });

  it('keeps the session after any other refusal', async () => {
    const account = accounts();
    aws.iam.deny('iam:GetAccountSummary');
    await expect(account(OTHER, DEPLOYMENT).then(read)).rejects.toThrow('not authorized');
    await account(OTHER, DEPLOYMENT);
    expect(aws.sts.sessions).toHaveLength(1);
  });

  it('assumes nothing in its own account', async () => {
    await accounts()({ partition: 'aws', account: '999988887777' }, DEPLOYMENT);
    expect(aws.sts.sessions).toEqual([]);
  });
});
