import { isSidOf } from '../../shared/policy/sid.ts';
import type { Statement } from '../../shared/policy/trust-policy.ts';
import type { Role } from '../aws/iam/role.ts';
import type { AwsCloud } from './aws-cloud.ts';
import { markedPieces, type Piece, partsOf, principalsOf, statementsOf } from './pieces.ts';

/** What a write took out and put in, of what bears our marks or was given by us. */
export interface Change {
  readonly added: readonly Piece[];
  readonly removed: readonly Piece[];
  /** What is wrong with it whatever anybody wants. */
  readonly spoilt?: string;
}

/**
 * A write to a role by the first of these: whatever does not bear its marks must be as it was, in
 * order, but for what it may adopt; nor that of the others, who wrote too shortly before for IAM
 * to show it.
 */
export function roleChange(
  writers: readonly string[],
  adopted: ReadonlySet<Piece>,
  before: Role | undefined,
  after: Role | undefined,
  aws: AwsCloud,
): Change {
  const [installation = ''] = writers;
  const had = markedPieces(before, installation, aws);
  const has = markedPieces(after, installation, aws);
  const names = new Set([...adopted].map((one) => aws.iam.principalId(partsOf(one).what) ?? ''));
  const others = (role: Role | undefined) => {
    const statements = statementsOf(role?.trust ?? { Statement: [] });
    const strange = statements.filter(({ Sid }) => !writers.some((name) => isSidOf(name, Sid)));
    return JSON.stringify(names.size === 0 ? strange : strange.flatMap(unnamed(names)));
  };
  return {
    added: has.filter((one) => !had.includes(one)),
    removed: had.filter((one) => !has.includes(one)),
    ...(others(before) !== others(after) && {
      spoilt: `${before?.name ?? after?.name}: ${others(before)} became ${others(after)}`,
    }),
  };
}

/** Without those whom an adoption moves into a statement of ours. */
function unnamed(names: ReadonlySet<string>): (statement: Statement) => readonly Statement[] {
  return (statement) => {
    const all = principalsOf(statement);
    const left = all.filter((one) => !names.has(one));
    if (left.length === all.length) return [statement];
    return left.length === 0 ? [] : [{ ...statement, Principal: { AWS: left } }];
  };
}
