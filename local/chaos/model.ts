import { placementDigest } from '../../shared/record/order.ts';
import { targetKey } from '../../shared/rules/specification.ts';
import { digest } from '../../shared/runtime/json.ts';
import type { RawDeployment } from '../astro/raw-deployment.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { type ModelRules, specificationOf } from './rules.ts';

export interface ModelDecision {
  readonly verdict: string;
  readonly placement: string;
}

/** What should be so of one Deployment, whatever the product makes of it. */
export interface Due {
  readonly grant: ReadonlySet<Piece>;
  /** Stays as it stands: in preview, held, or not approved. */
  readonly asItIs: ReadonlySet<Piece>;
  readonly signature: string;
}

const NOTHING: Due = { grant: new Set(), asItIs: new Set(), signature: 'nothing' };

/** What the access rules and the decisions give a Deployment that exists. */
export function dueTo(
  raw: RawDeployment | undefined,
  rules: ModelRules,
  decisions: ReadonlyMap<string, ModelDecision>,
): Due {
  const identity = String(raw?.effectiveWorkloadIdentity ?? '');
  if (raw === undefined || identity === '') return NOTHING;
  if (raw.workspaceId !== rules.workspaceId) return NOTHING;
  if (String(raw.cloudProvider).toLowerCase() !== rules.cloud) return NOTHING;
  const team = raw.name.slice(0, raw.name.indexOf('-'));
  const deployment = { id: raw.id, namespace: String(raw.namespace) };
  const grant = new Set<Piece>();
  const asItIs = new Set<Piece>();
  for (const target of rules.reach[team] ?? []) {
    const given = rules.targets[target];
    if (given === undefined) continue;
    const specification = specificationOf(rules, given, deployment);
    const accessId = digest([raw.id, targetKey(specification), target, 'primary']);
    const placement = placementDigest({ identity, specification });
    const fate = fateOf(modeOf(rules, team), decisions.get(accessId), placement);
    const set = fate === 'grant' ? grant : fate === 'as-it-is' ? asItIs : undefined;
    for (const one of piecesOf(identity, specification)) set?.add(one);
  }
  for (const one of grant) asItIs.delete(one);
  return { grant, asItIs, signature: JSON.stringify([[...grant].sort(), [...asItIs].sort()]) };
}

function modeOf(rules: ModelRules, team: string): string {
  const order = ['preview', 'approve', 'apply'];
  const modes = [rules.mode, rules.modes[team] ?? 'apply'];
  return order.find((mode) => modes.some((one) => one === mode)) ?? 'apply';
}

function fateOf(
  mode: string,
  decision: ModelDecision | undefined,
  placement: string,
): 'grant' | 'as-it-is' | 'withdraw' {
  const same = decision?.placement === placement;
  if (decision?.verdict === 'held') return 'as-it-is';
  if (decision?.verdict === 'denied' && (same || mode !== 'approve')) return 'withdraw';
  if (mode === 'preview') return 'as-it-is';
  if (mode === 'approve' && !(decision?.verdict === 'approved' && same)) return 'as-it-is';
  return 'grant';
}
