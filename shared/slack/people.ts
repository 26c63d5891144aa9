/** Somebody in Slack, as far as it matters for what they may do. */
export interface Person {
  /** Only told to an app with `users:read.email`. */
  readonly email?: string;
  /** It is no person, whoever is behind it. */
  readonly bot: boolean;
  /** They have left, or were shut out. */
  readonly deactivated: boolean;
  /** Of another company, in a channel shared with it: their address is whatever that one says. */
  readonly foreign?: true;
}

/** Who people in Slack are. Throws the errors of `slack.ts`. */
export interface People {
  person(userId: string): Promise<Person>;
  /** The ids of the users in a user group. */
  members(groupId: string): Promise<readonly string[]>;
}
