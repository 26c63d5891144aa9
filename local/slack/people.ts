export interface SlackUser {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly bot?: boolean;
  readonly deactivated?: boolean;
  /** The company's own workspace where absent. */
  readonly team?: string;
}

/** Who is in the workspace. Jane has created every Deployment of the samples. */
export const PEOPLE: readonly SlackUser[] = [
  { id: 'U0JANE', name: 'jane', email: 'Jane@Acme.example' },
  { id: 'U0ANN', name: 'ann', email: 'ann@acme.example' },
  { id: 'U0SAM', name: 'sam', email: 'sam@acme.example' },
  { id: 'U0BOB', name: 'bob', email: 'bob@acme.example' },
  { id: 'U0NOMAIL', name: 'guest' },
  { id: 'U0ROBOT', name: 'robot', bot: true },
  { id: 'U0PARTNER', name: 'jane', email: 'jane@acme.example', team: 'T0PARTNER' },
  { id: 'U0LEFT', name: 'left', email: 'left@acme.example', deactivated: true },
];

/** The sample rules name the first as approvers. */
export const USER_GROUPS: Readonly<Record<string, readonly string[]>> = {
  S0PLATFORM: ['U0ANN', 'U0SAM', 'U0JANE', 'U0NOMAIL', 'U0ROBOT', 'U0LEFT'],
  S0ANALYSTS: ['U0BOB'],
};

export function userOf(id: string): SlackUser {
  const found = PEOPLE.find((one) => one.id === id);
  if (found === undefined) throw new Error(`Nobody in the workspace is ${id}`);
  return found;
}
