import { isSidOf } from '../../shared/policy/sid.ts';
import type { Statement } from '../../shared/policy/trust-policy.ts';
import { isAsWeWrite } from '../../shared/policy/trust-statements.ts';
import { giveNamesBack } from './own-role-hands.ts';
import { principalsOf, statementsOf } from './pieces.ts';
import { SHARED } from './rules.ts';
import type { World } from './world.ts';

/** Whoever named a deleted role, or tampered with a statement of ours, takes it out again. */
export function putRight({ aws, truth, installations }: World): void {
  giveNamesBack({ aws, installations });
  const { principals } = aws.state;
  const lives = (name: string) =>
    !name.startsWith('AROA') || principals.visibleArn(name, Number.POSITIVE_INFINITY) !== undefined;
  truth.byHand(() => {
    for (const arn of SHARED) {
      const trust = aws.iam.readTrustPolicy(arn);
      const kept = statementsOf(trust).flatMap((statement) => {
        const owner = installations.find(({ name }) => isSidOf(name, statement.Sid));
        if (owner === undefined) return principalsOf(statement).every(lives) ? [statement] : [];
        return isAsWeWrite(statement, owner.name) ? withoutOrphans(statement, lives) : [];
      });
      const nobody = {
        Sid: 'Nobody',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sts:AssumeRole',
      } as const;
      const Condition = { DateLessThan: { 'aws:CurrentTime': '1970-01-01T00:00:00Z' } };
      const statements = kept.length > 0 ? kept : [{ ...nobody, Condition }];
      aws.iam.writeTrustPolicy(arn, { ...trust, Statement: statements });
    }
  });
}

/** What is left of a deleted role in one installation's statement keeps IAM from taking another's. */
function withoutOrphans(
  statement: Statement,
  lives: (name: string) => boolean,
): readonly Statement[] {
  const names = principalsOf(statement);
  const left = names.filter(lives);
  if (left.length === names.length) return [statement];
  return left.length === 0 ? [] : [{ ...statement, Principal: { AWS: left } }];
}
