import type { Xml } from '../wire/xml.ts';
import type { Role } from './role.ts';
import { shownTrust } from './saved-trust.ts';
import type { IamState } from './state.ts';

/** A role as GetRole and CreateRole show it. */
export function shownRole(iam: IamState, role: Role): Xml {
  return {
    ...listedRole(iam, role),
    Tags: shownTags(role),
    PermissionsBoundary: role.permissionsBoundary && {
      PermissionsBoundaryType: 'Policy',
      PermissionsBoundaryArn: role.permissionsBoundary,
    },
  };
}

/** A role as ListRoles shows it: without tags and boundary. */
export function listedRole(
  iam: IamState,
  role: Role,
): { readonly [name: string]: Xml | undefined } {
  const trust = shownTrust(role.trust, iam.principals, iam.now());
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.created,
    AssumeRolePolicyDocument: percentEncoded(JSON.stringify(trust)),
    Description: role.description,
    MaxSessionDuration: role.maxSession,
  };
}

export function shownTags(role: Role): readonly Xml[] {
  return Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value }));
}

/** By RFC 3986, which also encodes what `encodeURIComponent` leaves. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
