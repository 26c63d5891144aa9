import { digest } from '../runtime/json.ts';

const MARK = 'DeploymentAuthorizer';

/**
 * How every Sid of an installation begins. IAM allows letters and digits only, so `prod-eu` and
 * `prodeu` would look alike and `prod` would be the beginning of `product`: eight digits of a
 * digest tell installations apart. Behind the first letter the name is in lower case, so that the
 * capital with which our endings begin (`E`, `Closed`) can be taken for nothing else.
 */
function installationMark(installation: string): string {
  const name = installation.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const capitalised = name.charAt(0).toUpperCase() + name.slice(1);
  return `${MARK}${capitalised}${digest(installation).slice(0, 8)}`;
}

/** The Sid of the one statement that lets principals in with this ExternalId, or with none. */
export function trustSid(installation: string, externalId?: string): string {
  const ending = externalId === undefined ? '' : `E${digest(externalId).slice(0, 8)}`;
  return `${installationMark(installation)}${ending}`;
}

/** The Sid of the statement that keeps a policy valid when nobody is let in any more. */
export function closingSid(installation: string): string {
  return `${installationMark(installation)}Closed`;
}

/** Whether this installation wrote it; a name that merely begins alike belongs to somebody else. */
export function isSidOf(installation: string, sid: string | undefined): boolean {
  const mark = installationMark(installation);
  if (!sid?.startsWith(mark)) return false;
  return /^(E[0-9a-f]{8}|Closed)?$/.test(sid.slice(mark.length));
}

/** Whether any installation wrote it: what another one gives may go when that one likes. */
export function isSidOfAnInstallation(sid: string | undefined): boolean {
  return sid?.startsWith(MARK) ?? false;
}
