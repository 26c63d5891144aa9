import { identityShape } from '../deployment/identity-shape.ts';
import { isUniqueId, isWide } from '../policy/principals.ts';
import type { Astronomer } from '../rules/access-rules.ts';
import type { Finds, Found } from './found.ts';

/** A principal that looks like Astro's, and is no living Deployment's. */
export interface Orphan {
  readonly principal: string;
  readonly where: string;
  readonly what: string;
  /** Whether it is one for sure, and who can take it out. */
  readonly note: string;
}

export function orphansIn(
  finds: Finds,
  living: ReadonlySet<string>,
  astronomer: Astronomer,
): readonly Orphan[] {
  const astros = finds.filter(({ principal }) => isAstros(principal, astronomer));
  const places = new Set(astros.map(({ where }) => where));
  return finds.flatMap((found) => {
    const note = noteOn(found, living, astronomer, places);
    const { principal, where, what } = found;
    return note === undefined ? [] : [{ principal, where, what, note }];
  });
}

function noteOn(
  { principal, where }: Found,
  living: ReadonlySet<string>,
  astronomer: Astronomer,
  places: ReadonlySet<string>,
): string | undefined {
  if (isUniqueId(principal) && places.has(where)) {
    return `Whoever owns the ${where} can take it out. It is what IAM shows of a role that was deleted, perhaps a Deployment’s; while it is there, IAM refuses every change of the policy.`;
  }
  if (living.has(principal) || !isAstros(principal, astronomer)) return undefined;
  return `Whoever owns the ${where} can take it out.`;
}

/** In an account or project of Astronomer's, or deleted, and named as Astro names identities. */
function isAstros(principal: string, { awsAccounts, gcpProjects }: Astronomer): boolean {
  if (/^deleted:serviceAccount:astro-/.test(principal)) return true;
  const shape = identityShape(principal);
  if (shape.kind === 'role') {
    return awsAccounts.includes(shape.account) && shape.name.startsWith('astro-');
  }
  if (shape.kind !== 'service-account') return false;
  return gcpProjects.includes(shape.project) && shape.name.startsWith('astro-');
}

/** Roles that are open to all of an account of Astronomer's, which its customers share. */
export function wideOpen(finds: Finds, { awsAccounts }: Astronomer): readonly string[] {
  const wide = finds.filter(
    ({ principal, gift }) => gift && isWide(principal) && isTheirs(principal, awsAccounts),
  );
  return wide.map(
    ({ principal, where }) =>
      `The ${where} lets in ${principal}: every Deployment there, of other customers too. Name each Deployment instead.`,
  );
}

function isTheirs(principal: string, awsAccounts: readonly string[]): boolean {
  return principal === '*' || awsAccounts.some((account) => principal.includes(account));
}
