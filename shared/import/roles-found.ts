import { letInByHand } from '../policy/by-hand.ts';
import { awsPrincipals, listOf } from '../policy/principals.ts';
import { statementsOf } from '../policy/same-policy.ts';
import { isSidOf, isSidOfAnInstallation } from '../policy/sid.ts';
import type { Statement } from '../policy/trust-policy.ts';
import { externalIdOf, isAsWeWrite, isClosing } from '../policy/trust-statements.ts';
import { twinPieces } from '../policy/trust-twins.ts';
import type { SeenRole } from './estate.ts';
import type { Finds, Found } from './found.ts';
import { unsayable } from './unsayable.ts';

/**
 * Whom a role's trust policy names, and how a target would let them in: by the same judgement with
 * which the planner takes somebody for let in by hand.
 */
export function foundInRole({ arn, trust }: SeenRole, installation: string): Finds {
  const statements = statementsOf(trust);
  const denied = new Set(
    statements.filter(({ Effect }) => Effect === 'Deny').flatMap(awsPrincipals),
  );
  return statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) => foundIn(statement, arn, installation))
    .map((found) => (denied.has(found.principal) ? { ...unsaid(found), why: DENIED } : found));
}

const DENIED = 'another statement denies it';

function unsaid({ gift: _, ...found }: Found): Found {
  return found;
}

function foundIn(statement: Statement, arn: string, installation: string): Finds {
  const open = letInByHand([statement]);
  const asOurs = isOurs(statement, installation) || twinPieces(statement, installation).length > 0;
  const where = `role ${arn}`;
  const what = listOf(statement.Action).join(', ') || 'all actions but some';
  return awsPrincipals(statement).map((principal): Found => {
    const found = { principal, where, what };
    const externalId = asOurs ? externalIdOf(statement) : undefined;
    if (!asOurs && !open.has(principal)) return { ...found, why: whyNot(statement) };
    const gift = { kind: 'awsSharedRole', role: arn, ...(externalId && { externalId }) } as const;
    const why = unsayable(gift);
    return why === undefined ? { ...found, gift } : { ...found, why };
  });
}

/** Of the installation that the rules are for: what it gave already. */
function isOurs(statement: Statement, installation: string): boolean {
  return (
    isSidOf(installation, statement.Sid) &&
    isAsWeWrite(statement, installation) &&
    !isClosing(statement, installation)
  );
}

function whyNot({ Sid, Condition: condition }: Statement): string {
  if (isSidOfAnInstallation(Sid)) return 'another installation of deployment-authorizer gave it';
  if (condition === undefined) return 'a target gives sts:AssumeRole, and nothing else';
  return `it is under a condition that no target can say: ${JSON.stringify(condition)}`;
}
