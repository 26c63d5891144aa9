/** Who calls, as CloudTrail would name it. */
export interface Caller {
  readonly account: string;
  /** The session or user itself: `arn:aws:sts::...:assumed-role/name/session`. */
  readonly arn: string;
  /** The role behind the session, as trust policies name it. */
  readonly principal: string;
  readonly userId: string;
}

/** The access key id that the request was signed with; signatures are not checked. */
export function accessKeyId(authorization: string | undefined): string | undefined {
  return /Credential=([^/,\s]+)\//.exec(authorization ?? '')?.[1];
}
