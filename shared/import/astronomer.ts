import type { Deployment, Slot } from '../deployment/deployment.ts';
import { identityShape } from '../deployment/identity-shape.ts';
import { judgeIdentity } from '../deployment/workload-identity.ts';
import type { Astronomer } from '../rules/access-rules.ts';

/** Where genuine identities live, as those tell that are by their name their Deployment's own. */
export interface AstronomerProposal {
  readonly astronomer: Astronomer;
  /** How many identities are in each account and project. */
  readonly counts: ReadonlyMap<string, number>;
  readonly leftOut: readonly LeftOutIdentity[];
}

export interface LeftOutIdentity {
  readonly deployment: string;
  readonly slot: Slot;
  /** Absent: Astro tells none. */
  readonly identity?: string;
  readonly why: string;
}

/** The customer's own places, where Astronomer's identities are not. */
export interface OwnPlaces {
  readonly accounts: readonly string[];
  readonly projects: readonly string[];
}

export function proposeAstronomer(
  deployments: readonly Deployment[],
  own: OwnPlaces,
): AstronomerProposal {
  const judged = deployments.flatMap((deployment) => judgements(deployment, own));
  const counts = new Map<string, number>();
  for (const { home } of judged) if (home) counts.set(home, (counts.get(home) ?? 0) + 1);
  const homes = [...counts.keys()].toSorted();
  return {
    astronomer: {
      awsAccounts: homes.filter((home) => /^\d{12}$/.test(home)),
      gcpProjects: homes.filter((home) => !/^\d{12}$/.test(home)),
    },
    counts,
    leftOut: judged.flatMap(({ leftOut }) => leftOut ?? []),
  };
}

interface Judgement {
  readonly home?: string;
  readonly leftOut?: LeftOutIdentity;
}

function judgements(deployment: Deployment, own: OwnPlaces): readonly Judgement[] {
  const { workloadIdentity: primary, drWorkloadIdentity: dr } = deployment;
  const second = dr && dr !== primary ? [judgement(deployment, 'dr', dr, own)] : [];
  return [judgement(deployment, 'primary', primary, own), ...second];
}

/** By its name alone: as if the place where it is were listed already. */
function judgement(
  deployment: Deployment,
  slot: Slot,
  identity: string | undefined,
  own: OwnPlaces,
): Judgement {
  const { workloadIdentity: _, drWorkloadIdentity: __, ...rest } = deployment;
  const home = homeOf(identity ?? '');
  const one = { ...rest, ...(identity && { workloadIdentity: identity }) };
  const verdict = judgeIdentity(one, { awsAccounts: [home], gcpProjects: [home] });
  const leftOut = { deployment: deployment.name, slot, ...(identity && { identity }) };
  if (verdict.kind === 'absent') return { leftOut: { ...leftOut, why: 'Astro tells none yet.' } };
  if (verdict.kind === 'refused') return { leftOut: { ...leftOut, why: verdict.problem.text } };
  if (![...own.accounts, ...own.projects].includes(home)) return { home };
  return { leftOut: { ...leftOut, why: `It is in ${home}, which is one of your own.` } };
}

function homeOf(identity: string): string {
  const shape = identityShape(identity);
  if (shape.kind === 'role') return shape.account;
  return shape.kind === 'service-account' ? shape.project : '';
}
