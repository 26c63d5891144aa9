import type { Deployment } from '../deployment/deployment.ts';
import { digest } from '../runtime/json.ts';

/** What a role's name can take from its Deployment. */
export const PLACEHOLDERS = ['namespace', 'id', 'workspaceId'] as const;

/** IAM's limit. */
export const LONGEST_ROLE_NAME = 64;

/** Two English words and four digits; one that is longer still is cut, see `roleName`. */
const LONGEST_NAMESPACE = 40;

type Named = Pick<Deployment, (typeof PLACEHOLDERS)[number]>;

const LONGEST: Named = {
  namespace: 'n'.repeat(LONGEST_NAMESPACE),
  id: 'c'.repeat(25),
  workspaceId: 'c'.repeat(25),
};

/**
 * The name of this Deployment's own role. Where it is too long its end gives way to a digest of
 * the whole, so that two Deployments never share a role.
 */
export function roleName(template: string, deployment: Named): string {
  const name = filled(template, deployment);
  if (name.length <= LONGEST_ROLE_NAME) return name;
  return `${name.slice(0, LONGEST_ROLE_NAME - 9)}-${digest(name).slice(0, 8)}`;
}

/** How long the name becomes for the longest namespace to be expected. */
export function expectedLength(template: string): number {
  return filled(template, LONGEST).length;
}

/** The placeholders that stand in the template, known or not. */
export function placeholdersOf(template: string): readonly string[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? '');
}

function filled(template: string, deployment: Named): string {
  return PLACEHOLDERS.reduce(
    (name, placeholder) =>
      name.replaceAll(`{${placeholder}}`, () => legal(deployment[placeholder])),
    template,
  );
}

/** IAM refuses a name with any other character. */
function legal(part: string): string {
  return part.replaceAll(/[^\w+=,.@-]/g, '-');
}
