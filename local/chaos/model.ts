import type { Slot } from '../../shared/deployment/deployment.ts';
import { placementDigest } from '../../shared/record/placement.ts';
import { targetKey } from '../../shared/rules/specification.ts';
import { digest } from '../../shared/runtime/json.ts';
import type { RawDeployment } from '../astro/raw-deployment.ts';
import { specificationOf } from './grants.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { type ModelRules, modeOf, teamOf } from './rules.ts';

export interface ModelDecision {
  readonly verdict: string;
  readonly placement: string;
}

/** One thing that the rules give an identity of a Deployment, and what is to become of it. */
export interface DueAccess {
  readonly accessId: string;
  readonly target: string;
  readonly fate: 'grant' | 'as-it-is' | 'withdraw';
  readonly pieces: readonly Piece[];
}

/** What should be so of one Deployment, whatever the product makes of it. */
export interface Due {
  readonly accesses: readonly DueAccess[];
  readonly grant: ReadonlySet<Piece>;
  /** Stays as it stands: in preview, held, or not approved. */
  readonly asItIs: ReadonlySet<Piece>;
  readonly signature: string;
  /** Nobody can know what was decided: of what is there, all may stay. */
  readonly unsure?: true;
}

/** What the access rules and the decisions give a Deployment that exists. */
export function dueTo(
  raw: RawDeployment | undefined,
  rules: ModelRules,
  decisions: ReadonlyMap<string, ModelDecision>,
): Due {
  if (raw === undefined || identitiesOf(raw).length === 0) return dueOf([]);
  if (raw.workspaceId !== rules.workspaceId) return dueOf([]);
  if (String(raw.cloudProvider).toLowerCase() !== rules.cloud) return dueOf([]);
  const mode = modeOf(rules, teamOf(raw));
  const deployment = { id: raw.id, namespace: String(raw.namespace) };
  const accesses = (rules.reach[teamOf(raw)] ?? []).flatMap((target) => {
    const given = rules.targets[target];
    if (given === undefined) return [];
    const specification = specificationOf(rules.installation, given, deployment);
    return identitiesOf(raw).map(([slot, identity]): DueAccess => {
      const accessId = digest([raw.id, targetKey(specification), target, slot]);
      const placement = placementDigest({ identity, specification });
      const fate = fateOf(mode, decisions.get(accessId), placement);
      return { accessId, target, fate, pieces: piecesOf(identity, specification) };
    });
  });
  return dueOf(accesses);
}

/** As long as the first is not told, the second counts for nothing. */
export function identitiesOf(raw: RawDeployment): readonly (readonly [Slot, string])[] {
  const primary = String(raw.effectiveWorkloadIdentity ?? '');
  const dr = String(raw.effectiveDRWorkloadIdentity ?? '');
  if (primary === '') return [];
  return dr === '' || dr === primary
    ? [['primary', primary]]
    : [
        ['primary', primary],
        ['dr', dr],
      ];
}

export function dueOf(accesses: readonly DueAccess[], others: readonly Piece[] = []): Due {
  const of = (fate: DueAccess['fate']) =>
    accesses.flatMap((one) => (one.fate === fate ? one.pieces : []));
  const grant = new Set(of('grant'));
  const asItIs = new Set([...of('as-it-is'), ...others].filter((one) => !grant.has(one)));
  // Taken back by a person and given by no rule come to the same, and are not the same to know.
  const given = accesses.map(({ accessId }) => accessId);
  const signature = JSON.stringify([[...grant], [...asItIs], given].map((all) => all.sort()));
  return { accesses, grant, asItIs, signature };
}

function fateOf(
  mode: string,
  decision: ModelDecision | undefined,
  placement: string,
): DueAccess['fate'] {
  const same = decision?.placement === placement;
  if (decision?.verdict === 'held') return 'as-it-is';
  if (decision?.verdict === 'denied' && (same || mode !== 'approve')) return 'withdraw';
  if (mode === 'preview') return 'as-it-is';
  if (mode === 'approve' && !(decision?.verdict === 'approved' && same)) return 'as-it-is';
  return 'grant';
}
