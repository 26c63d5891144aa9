import { BUCKET_ROLES, DATASET_ROLES, type Grant, PROJECT_ROLES } from './grants.ts';
import { pick, some } from './random.ts';
import { type ModelRules, POLICIES, TEAMS } from './rules.ts';

const EXTERNAL_IDS = ['acme-one', 'acme-two'];

/** Somebody edits the rules. */
export function changedRules(
  rules: ModelRules,
  [what = 0, a = 0, b = 0]: readonly number[],
): ModelRules {
  const team = pick(TEAMS, a) ?? 'etl';
  const target = pick(Object.keys(rules.targets), b) ?? '';
  if (what < 0.4) return reachToggled(rules, team, target);
  if (what < 0.7) return swapped(rules, target, a);
  if (what < 0.85) {
    const mode = a < 0.5 ? 'apply' : a < 0.8 ? 'approve' : 'preview';
    return { ...rules, modes: { ...rules.modes, [pick(TEAMS, b) ?? 'etl']: mode } };
  }
  if (what < 0.88) return { ...rules, mode: a < 0.7 ? 'apply' : 'approve' };
  return withManners(rules, what, a, target);
}

/** How targets are treated, not who reaches what. */
export function withManners(
  rules: ModelRules,
  what: number,
  a: number,
  target: string,
): ModelRules {
  if (what < 0.92) return { ...rules, reported: toggled(rules.reported, target) };
  if (what < 0.96) {
    // What is ours by its path and tags cannot have been given by hand.
    const owned = rules.targets[target]?.kind === 'awsOwnRole';
    return owned ? rules : { ...rules, adopting: toggled(rules.adopting, target) };
  }
  return { ...rules, byCommand: toggled(rules.byCommand, pick(TEAMS, a) ?? 'etl') };
}

function toggled(list: readonly string[], one: string): readonly string[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
}

function reachToggled(rules: ModelRules, team: string, target: string): ModelRules {
  return { ...rules, reach: { ...rules.reach, [team]: toggled(rules.reach[team] ?? [], target) } };
}

function swapped(rules: ModelRules, name: string, point: number): ModelRules {
  const grant = rules.targets[name];
  if (grant === undefined) return rules;
  return { ...rules, targets: { ...rules.targets, [name]: otherGrant(grant, point) } };
}

function otherGrant(grant: Grant, point: number): Grant {
  switch (grant.kind) {
    case 'awsOwnRole':
      return { ...grant, policies: some(POLICIES, point) };
    case 'awsSharedRole':
      return grant.externalId === undefined
        ? grant
        : { ...grant, externalId: pick(EXTERNAL_IDS, point) ?? 'acme-one' };
    case 'gcpProject':
      return { ...grant, roles: some(PROJECT_ROLES, point) };
    case 'gcpBucket':
      return { ...grant, roles: some(BUCKET_ROLES, point) };
    case 'gcpDataset':
      return { ...grant, roles: some(DATASET_ROLES, point) };
    default:
      return grant;
  }
}
