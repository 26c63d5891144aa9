import { type IAMClient, ListRolesCommand, type ListRolesCommandOutput } from '@aws-sdk/client-iam';
import { type Estate, NOTHING_SEEN, type SeenRole, together } from '../../import/estate.ts';
import { patiently } from '../patiently.ts';
import { seen } from '../unseen.ts';
import type { IamAccounts } from './accounts.ts';
import { calling } from './iam-errors.ts';
import { decodeTrustPolicy } from './shared-role.ts';

/** Every role of these accounts with its trust policy; reads, and writes nothing. */
export async function awsEstate(
  accounts: readonly string[],
  partition: string,
  open: IamAccounts,
  progress: (text: string) => void,
): Promise<Estate> {
  const estates: Estate[] = [];
  for (const account of accounts) {
    const { found = [], unseen } = await seen(`the roles of account ${account}`, async () => {
      const { iam } = await patiently(() => open({ partition, account }, 'import'));
      return rolesOf(iam, account, progress);
    });
    estates.push({ ...NOTHING_SEEN, roles: found, accounts: [account], unseen });
  }
  return together(estates);
}

async function rolesOf(
  iam: IAMClient,
  account: string,
  progress: (text: string) => void,
): Promise<readonly SeenRole[]> {
  const roles: SeenRole[] = [];
  let Marker: string | undefined;
  do {
    const page = await listRoles(iam, account, Marker);
    roles.push(...(page.Roles ?? []).flatMap(seenRole));
    Marker = page.IsTruncated ? page.Marker : undefined;
    progress(`Account ${account}: ${roles.length} roles…`);
  } while (Marker !== undefined);
  return roles;
}

function listRoles(
  iam: IAMClient,
  account: string,
  Marker: string | undefined,
): Promise<ListRolesCommandOutput> {
  const attempt = { action: 'iam:ListRoles', resource: `account ${account}` };
  return patiently(() =>
    calling(attempt, () => iam.send(new ListRolesCommand({ ...(Marker && { Marker }) }))),
  );
}

type ListedRole = NonNullable<ListRolesCommandOutput['Roles']>[number];

/** A service-linked role trusts its service alone, and nobody can change that. */
function seenRole({ Arn, Path, AssumeRolePolicyDocument }: ListedRole): readonly SeenRole[] {
  if (!Arn || Path?.startsWith('/aws-service-role/')) return [];
  return [{ arn: Arn, trust: decodeTrustPolicy(AssumeRolePolicyDocument) }];
}
