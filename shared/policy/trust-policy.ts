/** The `Principal` of a statement: `"*"`, or lists by kind; IAM accepts a bare string for a list of one. */
export type Principal = '*' | { readonly [kind: string]: string | readonly string[] };

/** A statement as IAM accepts it; of what we do not know nothing is lost. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Principal;
  readonly NotPrincipal?: Principal;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** An IAM role's trust policy, decoded. The API calls it AssumeRolePolicyDocument. */
export interface TrustPolicy {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: Statement | readonly Statement[];
}
