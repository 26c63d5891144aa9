import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Estate } from '../../shared/import/estate.ts';
import { parseAccessRules } from '../../shared/rules/parse.ts';
import { OTHER, OWN } from './estate-of-60.ts';
import { openUninstalled, type Uninstalled } from './house.ts';

jest.setTimeout(60_000);

let house: Uninstalled;
beforeAll(async () => {
  house = await openUninstalled();
});
afterAll(() => house?.close());
beforeEach(() => {
  house.clouds.aws.iam.allowAll();
  house.clouds.gcp.faults.clear();
});

async function unseen(...args: readonly string[]): Promise<Estate['unseen']> {
  const { code, out, err } = await house.init('--import', '--force', '--json', ...args);
  expect({ code, err }).toMatchObject({ code: 0 });
  parseAccessRules(await readFile(house.file, 'utf8'), house.file);
  return JSON.parse(out).imported.unseen;
}

const denied = (operation: string, containing = '') => {
  const fault = { operation, status: 403, code: 'PERMISSION_DENIED', message: 'no', containing };
  house.clouds.gcp.faults.inject(fault);
};

describe('what cannot be read is listed, and does not hide the rest', () => {
  it('an account whose role lets nobody in', async () => {
    expect(await unseen('--cloud', 'aws', '--account', OTHER)).toEqual([
      {
        what: `the roles of account ${OTHER}`,
        why: expect.stringContaining('role/deployment-authorizer-prod-member is denied'),
      },
    ]);
  });

  it('an account whose roles may not be listed', async () => {
    house.clouds.aws.iam.deny('iam:ListRoles');
    const [one] = await unseen('--cloud', 'aws');
    expect(one).toMatchObject({ what: `the roles of account ${OWN}` });
    expect(one?.why).toContain('iam:ListRoles');
  });

  it('a list of one project, and a policy', async () => {
    denied('storage.buckets.list');
    denied('iam.projects.serviceAccounts.getIamPolicy', 'loader');
    denied('bigquery.datasets.get', 'scores');
    const those = await unseen(
      '--cloud',
      'gcp',
      '--project',
      'acme-analytics',
      '--project',
      'acme-risk',
    );
    expect(those.map(({ what }) => what)).toEqual([
      'the buckets of acme-analytics',
      'the policy of loader@acme-analytics.iam.gserviceaccount.com',
      'the dataset acme-risk:scores',
    ]);
  });

  it('a project that is named and is not there', async () => {
    const those = await unseen(
      '--cloud',
      'gcp',
      '--project',
      'nowhere-1',
      '--project',
      'acme-risk',
    );
    expect(those.every(({ what }) => what.includes('nowhere-1'))).toBe(true);
    expect(those).toHaveLength(4);
    expect(await readFile(house.file, 'utf8')).toContain('acme-risk-dataviewer');
  });

  it('nothing, where Google only wants to be asked again', async () => {
    const fault = {
      operation: 'storage.buckets.list',
      status: 429,
      code: 'RESOURCE_EXHAUSTED',
      message: 'slower',
    };
    house.clouds.gcp.faults.inject(fault);
    expect(await unseen('--cloud', 'gcp', '--project', 'acme-analytics')).toEqual([]);
  });
});

it('an account that is none is refused before anything is asked', async () => {
  expect(await house.init('--import', '--force', '--account', '1234')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--account is 12 digits, not 1234'),
  });
});
