import { UnknownTargetError } from '../errors.ts';
import type { Target } from '../target.ts';
import { ownRole } from './own-role.ts';
import { type IamAccount, sharedRole } from './shared-role.ts';

/** Opens the target of a key that `targetKey` made. */
export function openAwsTarget(
  account: (arn: string) => Promise<IamAccount>,
  installation: string,
): (targetKey: string) => Target<unknown> {
  return (targetKey) => {
    const [family, ...rest] = targetKey.split('/');
    const resource = rest.join('/');
    if (family === 'aws-shared-role') {
      return sharedRole(resource, () => account(resource), installation);
    }
    if (family === 'aws-own-role') {
      const [number = '', roleName = ''] = rest;
      const arn = `arn:aws:iam::${number}:role/${roleName}`;
      return ownRole(roleName, () => account(arn), installation);
    }
    throw new UnknownTargetError(`no target on AWS has the key ${targetKey}`);
  };
}
