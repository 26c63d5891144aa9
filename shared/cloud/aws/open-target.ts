import { ownRolePath } from '../../policy/own-role-marks.ts';
import { UnknownTargetError } from '../errors.ts';
import type { OpenTarget } from '../target.ts';
import type { AccountPlace } from './accounts.ts';
import { ownRole } from './own-role.ts';
import { type IamAccount, sharedRole } from './shared-role.ts';

/** How the keys begin that it opens. */
export const AWS_FAMILIES = ['aws-own-role', 'aws-shared-role'] as const;

/** Opens the target of a key that `targetKey` made; roles of our own are in our own partition. */
export function openAwsTarget(
  account: (place: AccountPlace, about: string) => Promise<IamAccount>,
  installation: string,
  partition: string,
): OpenTarget {
  return (targetKey, about) => {
    const [family, ...rest] = targetKey.split('/');
    if (family === 'aws-shared-role') {
      const role = rest.join('/');
      const [, itsPartition = partition, , , number = ''] = role.split(':');
      const place = { partition: itsPartition, account: number };
      return sharedRole(role, () => account(place, about), installation);
    }
    if (family === 'aws-own-role') {
      const [number = '', roleName = ''] = rest;
      const place = { partition, account: number };
      const arn = `arn:${partition}:iam::${number}:role${ownRolePath(installation)}${roleName}`;
      return ownRole(arn, () => account(place, about), installation);
    }
    throw new UnknownTargetError(`no target on AWS has the key ${targetKey}`);
  };
}
